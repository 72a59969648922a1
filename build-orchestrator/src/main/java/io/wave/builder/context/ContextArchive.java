package io.wave.builder.context;

import io.wave.archive.ArchiveException;
import io.wave.archive.TarLimits;
import io.wave.archive.TarReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Unpacks a tar archive into an empty folder. Nothing is written outside the folder, and nothing in it refers to the
 * outside: names with {@code ..}, absolute names, links that leave the folder in any way, entries below a link, devices
 * and pipes are rejected. Files and folders have the modes and times of the archive.
 */
final class ContextArchive {

    private static final int PATH_MAX = 4095;
    private static final int NAME_MAX = 255;

    private final Path folder;
    private final ContextProperties limits;
    private final UnpackBudget budget;
    private final ContextLinks links = new ContextLinks();
    private final Map<Path, FileAttributes> folders = new HashMap<>();

    /** @param folder an empty folder that nothing else writes to */
    ContextArchive(Path folder, ContextProperties limits, UnpackBudget budget) {
        this.folder = folder.toAbsolutePath().normalize();
        this.limits = limits;
        this.budget = budget;
    }

    /**
     * Unpacks the archive.
     *
     * @throws InvalidContextException if it is not a tar archive, or is not allowed
     */
    void unpack(InputStream tar) throws IOException {
        try (TarReader archive = new TarReader(tar, TarLimits.ofEntries(limits.maxEntries()))) {
            for (Optional<TarArchiveEntry> entry = next(archive); entry.isPresent(); entry = next(archive)) {
                budget.takeEntry();
                unpack(entry.get(), archive.content());
            }
        }
        requireLinksInside();
        finishFolders();
    }

    private static Optional<TarArchiveEntry> next(TarReader archive) {
        try {
            return archive.next();
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
            folders.put(path, FileAttributes.of(entry));
        } else if (entry.isSymbolicLink()) {
            makeLink(path, entry);
        } else if (entry.isLink()) {
            copyLinked(path, entry);
        } else if (isRegular(entry)) {
            write(path, content, name);
            FileAttributes.of(entry).apply(path);
        } else {
            throw new InvalidContextException(
                    "buildContext: '%s' is not a file, folder or link; remove it".formatted(name));
        }
    }

    private static boolean isRegular(TarArchiveEntry entry) {
        return switch (entry.getLinkFlag()) {
            case TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM, TarConstants.LF_CONTIG -> true;
            default -> false;
        };
    }

    /** The path of an entry, which must be inside the folder. */
    private Path inside(String name, String entry) {
        if (name.startsWith("/")) {
            throw escapes(entry);
        }
        for (String component : name.split("/")) {
            if (component.equals("..")) {
                throw escapes(entry);
            }
            if (component.getBytes(StandardCharsets.UTF_8).length > NAME_MAX) {
                throw unusable(entry);
            }
        }
        return path(name, entry);
    }

    private Path path(String name, String entry) {
        try {
            Path path = folder.resolve(name).normalize();
            if (path.toString().getBytes(StandardCharsets.UTF_8).length > PATH_MAX) {
                throw unusable(entry);
            }
            return path;
        } catch (InvalidPathException unusable) {
            throw unusable(entry);
        }
    }

    private void makeParent(Path path, String name) throws IOException {
        Path parent = path.getParent();
        if (parent == null || parent.equals(folder) || folders.containsKey(parent)) {
            return;
        }
        makeParent(parent, name);
        if (Files.notExists(parent, LinkOption.NOFOLLOW_LINKS)) {
            budget.takeEntry();
        }
        makeFolder(parent, name);
    }

    private void makeFolder(Path path, String name) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new InvalidContextException("buildContext: '%s': its parent is not a folder".formatted(name));
        }
        Files.createDirectory(path);
    }

    /** The target of a link is checked when the whole archive is unpacked. */
    private void makeLink(Path path, TarArchiveEntry entry) throws IOException {
        replace(path, entry.getName());
        Files.createSymbolicLink(path, target(entry));
        links.put(folder.relativize(path).toString(), entry.getLinkName());
    }

    private static Path target(TarArchiveEntry entry) {
        String target = entry.getLinkName();
        if (target.isEmpty() || target.getBytes(StandardCharsets.UTF_8).length > PATH_MAX) {
            throw unusable(entry.getName());
        }
        try {
            return Path.of(target);
        } catch (InvalidPathException unusable) {
            throw unusable(entry.getName());
        }
    }

    private void copyLinked(Path path, TarArchiveEntry entry) throws IOException {
        Path source = inside(entry.getLinkName(), entry.getName());
        if (!Files.isRegularFile(source, LinkOption.NOFOLLOW_LINKS) || !isBelowFolders(source)) {
            throw new InvalidContextException(
                    "buildContext: hard link '%s': its target is not an earlier file of the archive"
                            .formatted(entry.getName()));
        }
        if (source.equals(path)) {
            return;
        }
        FileAttributes attributes = FileAttributes.of(source);
        try (InputStream content = Files.newInputStream(source)) {
            write(path, content, entry.getName());
        }
        attributes.apply(path);
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
                budget.takeBytes(length);
                file.write(buffer, 0, length);
            }
        }
    }

    /** The archive matches its digest: if it cannot be read, it was created that way. */
    private static int read(InputStream content, byte[] buffer) {
        try {
            return content.read(buffer);
        } catch (IOException malformed) {
            throw malformed(malformed);
        }
    }

    /** A later entry of the same name replaces an earlier one, as with tar. */
    private void replace(Path path, String name) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new InvalidContextException("buildContext: '%s' is both a folder and a file".formatted(name));
        }
        if (Files.deleteIfExists(path)) {
            links.remove(folder.relativize(path).toString());
        }
    }

    private void requireLinksInside() {
        try {
            links.findEscaping().ifPresent(link -> {
                throw escapes(link);
            });
        } catch (IllegalStateException entangled) {
            throw new InvalidContextException("buildContext: " + entangled.getMessage());
        }
    }

    /** At the end and deepest first: write permissions and times of a folder must not affect its content. */
    private void finishFolders() throws IOException {
        for (Path path : folders.keySet().stream()
                .sorted(Comparator.comparingInt(Path::getNameCount).reversed())
                .toList()) {
            folders.getOrDefault(path, FileAttributes.of(path)).apply(path);
        }
    }

    private static InvalidContextException malformed(Exception cause) {
        return cause instanceof ArchiveException broken
                ? new InvalidContextException("buildContext: " + broken.getMessage())
                : new InvalidContextException(
                        "buildContext: not a gzip-compressed tar: %s".formatted(cause.getMessage()));
    }

    private static InvalidContextException unusable(String name) {
        return new InvalidContextException(
                "buildContext: invalid name or link target '%.100s': too long, empty, or not UTF-8".formatted(name));
    }

    private static InvalidContextException escapes(String name) {
        return new InvalidContextException(
                "buildContext: '%.200s' refers to a path outside the context; only paths and links inside it are allowed"
                        .formatted(name));
    }
}
