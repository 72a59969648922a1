package io.wave.builder.buildkit;

import io.wave.build.BuildSpec;
import io.wave.image.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.HexFormat;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The modification times of the files of a build context. A BuildKit daemon keeps the contexts of earlier builds, and does not read a file again
 * that has the same path, size and time, whatever it contains; times of whole seconds are often equal. So files get nanoseconds that
 * differ between contexts and that callers cannot know. They do not get into images, whose times have whole seconds.
 */
final class ContextTimes {

    private static final String SECRET = UUID.randomUUID().toString();
    private static final long NANOS_OF_SECOND = 1_000_000_000;

    private ContextTimes() {}

    /** Sets the times of the files in the context folder of a build. */
    static void set(BuildSpec spec, Path context) throws IOException {
        long nanos = nanos(spec);
        try (Stream<Path> files = Files.walk(context)) {
            files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .forEach(file -> set(file, nanos));
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    /** Equal for builds with equal contexts, so that their files are read once. */
    private static long nanos(BuildSpec spec) {
        String context = "%s\n%s\n%s\n%s".formatted(SECRET, spec.context(), spec.layers(), spec.condaFile());
        byte[] hash = HexFormat.of()
                .parseHex(Digest.of(context.getBytes(StandardCharsets.UTF_8)).hex());
        return Long.remainderUnsigned(ByteBuffer.wrap(hash).getLong(), NANOS_OF_SECOND);
    }

    private static void set(Path file, long nanos) {
        try {
            Instant time = Files.getLastModifiedTime(file).toInstant();
            Files.setLastModifiedTime(file, FileTime.from(time.with(ChronoField.NANO_OF_SECOND, nanos)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
