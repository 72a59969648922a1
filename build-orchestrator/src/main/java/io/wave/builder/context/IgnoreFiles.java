package io.wave.builder.context;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The ignore file of a context, amended so that files added by the service are not ignored. */
public final class IgnoreFiles {

    /** The first existing file is used. */
    private static final List<String> NAMES = List.of(".containerignore", ".dockerignore");

    private static final String OURS = "\n!conda.yml\n!layer-*.tar.gz\n";
    private static final int MAX_SIZE = 1024 * 1024;

    private IgnoreFiles() {}

    /**
     * Writes the amended ignore file outside the context, which is not changed.
     *
     * @param context a context whose links do not leave it
     * @param file the file to write, if the context has an ignore file
     * @return the written file, if any
     */
    public static Optional<Path> writeAmended(Path context, Path file) throws IOException {
        Optional<Path> theirs = NAMES.stream()
                .map(context::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
        if (theirs.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream content = Files.newInputStream(theirs.get());
                OutputStream out = Files.newOutputStream(file)) {
            byte[] text = content.readNBytes(MAX_SIZE + 1);
            if (text.length > MAX_SIZE) {
                throw new InvalidContextException("buildContext: '%s' is larger than %d bytes"
                        .formatted(context.relativize(theirs.get()), MAX_SIZE));
            }
            out.write(text);
            out.write(OURS.getBytes(StandardCharsets.UTF_8));
        }
        return Optional.of(file);
    }
}
