package io.wave.builder.context;

import io.wave.image.Digest;
import io.wave.job.engine.plan.Work;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import io.wave.worker.store.ObjectStoreRetry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * The files of a build in one archive, for its container.
 *
 * @param file the archive
 * @param digest its digest
 */
public record PackedFolder(Path file, Digest digest) {

    private static final String NAME = "build.tar.gz";
    /** How long URLs are valid beyond the run time: a container may wait for its node and its image. */
    private static final Duration MARGIN = Duration.ofHours(1);

    /**
     * Packs files and folders.
     *
     * @param root the folder that the names in the archive are relative to
     * @param parts those that exist are packed
     * @param scratch a folder for the archive
     */
    public static PackedFolder of(Path root, List<Path> parts, Path scratch) throws IOException {
        Path packed = scratch.resolve(NAME);
        MessageDigest hash = Digest.sha256();
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(packed), hash);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(out))) {
            // BusyBox knows no other long names.
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
            for (Path part : parts) {
                if (Files.exists(part)) {
                    add(root, part, tar);
                }
            }
        }
        return new PackedFolder(packed, Digest.finish(hash));
    }

    private static void add(Path root, Path part, TarArchiveOutputStream tar) throws IOException {
        try (Stream<Path> all = Files.walk(part)) {
            for (Path each : all.sorted().toList()) {
                addOne(root, each, tar);
            }
        }
    }

    private static void addOne(Path root, Path path, TarArchiveOutputStream tar) throws IOException {
        String name = root.relativize(path).toString();
        TarArchiveEntry entry;
        if (Files.isSymbolicLink(path)) {
            entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
            entry.setLinkName(Files.readSymbolicLink(path).toString());
        } else {
            boolean isFolder = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
            entry = new TarArchiveEntry(isFolder ? name + "/" : name);
            entry.setSize(isFolder ? 0 : Files.size(path));
            entry.setMode(mode(Files.getPosixFilePermissions(path)));
        }
        entry.setLastModifiedTime(Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS));
        tar.putArchiveEntry(entry);
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.copy(path, tar);
        }
        tar.closeArchiveEntry();
    }

    private static int mode(Set<PosixFilePermission> permissions) {
        String text = PosixFilePermissions.toString(permissions);
        int mode = 0;
        for (int i = 0; i < text.length(); i++) {
            mode = mode << 1 | (text.charAt(i) == '-' ? 0 : 1);
        }
        return mode;
    }

    /**
     * Stores the archive as an object, which is removed like other contents that nothing refers to, and removes the file.
     *
     * @param runTimeout maximum run time of the container
     * @return from where the container gets it
     */
    public URI store(ObjectStore store, Duration runTimeout, Work work) throws IOException, InterruptedException {
        ObjectName name = ObjectName.blob(digest);
        ObjectStoreRetry.retryWhileUnavailable(work, () -> store.put(name, file));
        Files.delete(file);
        return store.downloadUrl(name, runTimeout.plus(MARGIN))
                .orElseThrow(() -> new IllegalStateException("the object store has no URLs"));
    }
}
