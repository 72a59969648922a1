package io.wave.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Stores objects as files in a folder. */
final class FolderObjectStore implements ObjectStore {

    private final Path root;
    private final AtomicFiles files;

    /** @throws ObjectStoreException if the folder cannot be created */
    FolderObjectStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
        this.files = new AtomicFiles(this.root);
        try {
            files.prepare();
        } catch (IOException failure) {
            throw failed("prepare", this.root, failure);
        }
    }

    @Override
    public void put(ObjectName name, byte[] content) {
        write(name, out -> out.write(content));
    }

    @Override
    public void put(ObjectName name, Path file) {
        write(name, out -> Files.copy(file, out));
    }

    private void write(ObjectName name, AtomicFiles.Content content) {
        try {
            files.write(path(name), content);
        } catch (IOException failure) {
            throw failed("store", name, failure);
        }
    }

    @Override
    public OptionalLong size(ObjectName name) {
        try {
            Optional<Path> file = localFile(name);
            return file.isPresent() ? OptionalLong.of(Files.size(file.get())) : OptionalLong.empty();
        } catch (NoSuchFileException deletedSince) {
            return OptionalLong.empty();
        } catch (IOException failure) {
            throw failed("read", name, failure);
        }
    }

    @Override
    public Optional<InputStream> open(ObjectName name, long offset) {
        try {
            Optional<Path> file = localFile(name);
            return file.isPresent() ? Optional.of(openAt(file.get(), offset)) : Optional.empty();
        } catch (NoSuchFileException deletedSince) {
            return Optional.empty();
        } catch (IOException failure) {
            throw failed("read", name, failure);
        }
    }

    private static InputStream openAt(Path file, long offset) throws IOException {
        return Channels.newInputStream(
                FileChannel.open(file, StandardOpenOption.READ).position(offset));
    }

    @Override
    public List<ObjectName> list(String prefix) {
        Path folder = path(ObjectName.ofPrefix(prefix));
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .map(ObjectName::new)
                    .toList();
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException | UncheckedIOException failure) {
            throw failed("list", prefix, failure);
        }
    }

    @Override
    public Optional<Instant> modified(ObjectName name) {
        try {
            return Optional.of(Files.getLastModifiedTime(path(name)).toInstant());
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException failure) {
            throw failed("read", name, failure);
        }
    }

    @Override
    public void forEach(String prefix, Consumer<StoredObject> action) {
        try {
            Files.walkFileTree(path(ObjectName.ofPrefix(prefix)), new FileListing(root, action));
        } catch (IOException failure) {
            throw failed("list", prefix, failure);
        }
    }

    @Override
    public void delete(ObjectName name) {
        try {
            Files.deleteIfExists(path(name));
        } catch (IOException failure) {
            throw failed("delete", name, failure);
        }
    }

    @Override
    public Optional<URI> downloadUrl(ObjectName name, Duration validity) {
        return Optional.empty();
    }

    @Override
    public Optional<Path> localFile(ObjectName name) {
        Path file = path(name);
        return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }

    private Path path(ObjectName name) {
        return root.resolve(name.path());
    }

    private static ObjectStoreException failed(String operation, Object what, Exception cause) {
        return new ObjectStoreException("cannot %s '%s': %s".formatted(operation, what, reason(cause)), cause);
    }

    static String reason(Exception failure) {
        String text = String.valueOf(failure.getMessage());
        boolean full = text.toLowerCase(Locale.ROOT).contains("no space left");
        return full
                ? "the disk of the object store is full"
                : failure.getClass().getSimpleName() + " " + text;
    }
}
