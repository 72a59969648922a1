package io.wave.builder.buildkit;

import io.wave.image.Digest;
import io.wave.job.engine.plan.Work;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import io.wave.worker.store.ObjectStoreRetry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * The files of a build in one archive.
 *
 * @param file the archive
 * @param digest its digest
 */
record PackedFolder(Path file, Digest digest) {

    private static final String NAME = "build.tar.gz";

    /** Packs the files that BuildKit reads. */
    static PackedFolder of(BuildKitFolder folder) throws IOException {
        Path packed = folder.temporary().resolve(NAME);
        MessageDigest hash = Digest.sha256();
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(packed), hash);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(out))) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
            for (Path part : List.of(folder.context(), folder.files(), folder.sourcePolicy())) {
                if (Files.exists(part)) {
                    add(folder.root(), part, tar);
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

    /** Stores the archive by its digest, and removes the file. */
    ObjectName store(ObjectStore store, Work work) throws IOException, InterruptedException {
        ObjectName name = ObjectName.blob(digest);
        ObjectStoreRetry.retryWhileUnavailable(work, () -> store.put(name, file));
        Files.delete(file);
        return name;
    }
}
