package io.wave.builder.context;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/**
 * Mode and modification time of a file or folder in an archive.
 *
 * @param mode permissions, including set-user-ID, set-group-ID and sticky bits
 * @param modified modification time
 */
record FileAttributes(int mode, FileTime modified) {

    private static final int MODE_BITS = 07777;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    static FileAttributes of(TarArchiveEntry entry) {
        Instant time = entry.getLastModifiedTime().toInstant();
        Instant possible = time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time.isAfter(LATEST) ? LATEST : time;
        return new FileAttributes(entry.getMode() & MODE_BITS, FileTime.from(possible));
    }

    static FileAttributes of(Path file) throws IOException {
        return new FileAttributes(
                (int) Files.getAttribute(file, "unix:mode") & MODE_BITS, Files.getLastModifiedTime(file));
    }

    /** Applies them to a file or folder, which must not be a link. */
    void apply(Path path) throws IOException {
        Files.setLastModifiedTime(path, modified);
        Files.setAttribute(path, "unix:mode", mode);
    }
}
