package io.wave.builder.context;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks a tar into a fresh folder. Nothing is written outside of it and nothing in it leads outside: names with
 * {@code ..}, absolute names, links that leave the folder, entries below a link, devices and pipes are refused.
 */
final class ContextArchive {

    private final Path folder;
    private final ContextProperties limits;
    private long bytes;
    private int entries;

    /** @param folder empty, and written to by nobody else */
    ContextArchive(Path folder, ContextProperties limits) {
        this.folder = folder.toAbsolutePath().normalize();
        this.limits = limits;
    }

    /**
     * Unpacks it.
     *
     * @throws InvalidContextException if it breaks a rule or is no tar
     */
    void unpack(InputStream tar) throws IOException {
        try (TarArchiveInputStream archive = new TarArchiveInputStream(tar)) {
            for (TarArchiveEntry entry = next(archive); entry != null; entry = next(archive)) {
                countEntry();
                unpack(entry, archive);
            }
        }
    }

    private static @Nullable TarArchiveEntry next(TarArchiveInputStream archive) {
        try {
            return archive.getNextEntry();
        } catch (IOException | IllegalArgumentException malformed) {
            throw malformed(malformed);
        }
    }

    private void unpack(TarArchiveEntry entry, InputStream content) throws IOException {
        String name = entry.getName();
        Path path = inside(name, name);
        if (path.equals(folder)) {
            return;
        }
        makeParent(path, name);
        if (entry.isDirectory()) {
            makeFolder(path, name);
            setMode(path, entry);
        } else if (entry.isSymbolicLink()) {
            makeLink(path, entry);
        } else if (entry.isLink()) {
            copyLinked(path, entry);
        } else if (isRegular(entry)) {
            write(path, content, name);
            setMode(path, entry);
        } else {
            throw new InvalidContextException(
                    "the build context holds '%s', which is neither a file nor a folder nor a link".formatted(name));
        }
    }

    private static boolean isRegular(TarArchiveEntry entry) {
        return switch (entry.getLinkFlag()) {
            case TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM, TarConstants.LF_CONTIG -> !entry.isSparse();
            default -> false;
        };
    }

    /** The path of a name, which must stay inside the folder. */
    private Path inside(String name, String entry) {
        if (name.startsWith("/") || name.indexOf('\0') >= 0) {
            throw escapes(entry);
        }
        for (String component : name.split("/")) {
            if (component.equals("..")) {
                throw escapes(entry);
            }
        }
        return folder.resolve(name).normalize();
    }

    private void makeParent(Path path, String name) throws IOException {
        Path parent = path.getParent();
        if (parent != null && !parent.equals(folder)) {
            makeParent(parent, name);
            makeFolder(parent, name);
        }
    }

    private void makeFolder(Path path, String name) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new InvalidContextException(
                    "the build context has '%s' below or in place of something that is no folder".formatted(name));
        }
        Files.createDirectory(path);
    }

    private void makeLink(Path path, TarArchiveEntry entry) throws IOException {
        Path target = Path.of(entry.getLinkName());
        Path parent = path.getParent();
        if (target.isAbsolute() || parent == null || !staysInside(folder.relativize(parent), target)) {
            throw escapes(entry.getName());
        }
        replace(path, entry.getName());
        Files.createSymbolicLink(path, target);
    }

    /** Walks component by component: {@code a/../../x} must not leave, not even for a moment. */
    private static boolean staysInside(Path from, Path target) {
        int depth = from.toString().isEmpty() ? 0 : from.getNameCount();
        for (Path component : target) {
            depth += switch (component.toString()) {
                case "..", "" -> -1;
                case "." -> 0;
                default -> 1;
            };
            if (depth < 0) {
                return false;
            }
        }
        return true;
    }

    private void copyLinked(Path path, TarArchiveEntry entry) throws IOException {
        Path source = inside(entry.getLinkName(), entry.getName());
        if (!Files.isRegularFile(source, LinkOption.NOFOLLOW_LINKS) || !isBelowFolders(source)) {
            throw new InvalidContextException(
                    "the build context links '%s' to something that is no file of it".formatted(entry.getName()));
        }
        try (InputStream content = Files.newInputStream(source)) {
            write(path, content, entry.getName());
        }
        Files.setPosixFilePermissions(path, Files.getPosixFilePermissions(source));
    }

    private boolean isBelowFolders(Path path) {
        for (Path parent = path.getParent(); parent != null && !parent.equals(folder); parent = parent.getParent()) {
            if (!Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
        }
        return true;
    }

    private void write(Path path, InputStream content, String name) throws IOException {
        replace(path, name);
        byte[] buffer = new byte[16 * 1024];
        try (OutputStream file = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int length = read(content, buffer); length >= 0; length = read(content, buffer)) {
                countBytes(length);
                file.write(buffer, 0, length);
            }
        }
    }

    /** What is read has been verified: if it cannot be read it was made so. */
    private static int read(InputStream content, byte[] buffer) {
        try {
            return content.read(buffer);
        } catch (IOException malformed) {
            throw malformed(malformed);
        }
    }

    /** A later entry of the same name wins, as with tar. */
    private static void replace(Path path, String name) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new InvalidContextException("the build context has both a folder and a file '%s'".formatted(name));
        }
        Files.deleteIfExists(path);
    }

    private static void setMode(Path path, TarArchiveEntry entry) throws IOException {
        Files.setPosixFilePermissions(path, permissions(entry.getMode(), entry.isDirectory()));
        Files.setLastModifiedTime(
                path, FileTime.from(entry.getLastModifiedTime().toInstant()));
    }

    private static Set<PosixFilePermission> permissions(int mode, boolean directory) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] fromHighest = PosixFilePermission.values();
        for (int bit = 0; bit < fromHighest.length; bit++) {
            if ((mode & (0400 >> bit)) != 0) {
                permissions.add(fromHighest[bit]);
            }
        }
        permissions.add(PosixFilePermission.OWNER_READ);
        permissions.add(PosixFilePermission.OWNER_WRITE);
        if (directory) {
            permissions.add(PosixFilePermission.OWNER_EXECUTE);
        }
        return permissions;
    }

    private void countEntry() {
        if (++entries > limits.maxEntries()) {
            throw new InvalidContextException(
                    "the build context has more than %d entries".formatted(limits.maxEntries()));
        }
    }

    private void countBytes(int length) {
        bytes += length;
        if (bytes > limits.maxSize().toBytes()) {
            throw new InvalidContextException("the build context is larger than %d bytes when unpacked"
                    .formatted(limits.maxSize().toBytes()));
        }
    }

    private static InvalidContextException malformed(Exception cause) {
        return new InvalidContextException(
                "the build context is not a gzip-compressed tar: %s".formatted(cause.getMessage()));
    }

    private static InvalidContextException escapes(String name) {
        return new InvalidContextException("the build context entry '%s' leads out of the context".formatted(name));
    }
}
