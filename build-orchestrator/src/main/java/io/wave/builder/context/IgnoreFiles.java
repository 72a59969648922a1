package io.wave.builder.context;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a user's context tells builders to leave out of it, to which what we add does not belong. */
public final class IgnoreFiles {

    /** The first that is there counts. */
    private static final List<String> NAMES = List.of(".containerignore", ".dockerignore");

    private static final String OURS = "\n!conda.yml\n!layer-*.tar.gz\n";
    private static final int MAX_SIZE = 1024 * 1024;

    private IgnoreFiles() {}

    /**
     * Writes what is to be left out into a file beside the context, which stays as it is.
     *
     * @param context whose links lead nowhere else
     * @param file written only if the context has such a file
     * @return that file
     */
    public static Optional<Path> exceptOurs(Path context, Path file) throws IOException {
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
