package io.wave.api.content;

import io.wave.image.Digest;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import io.wave.store.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** An object store in memory. */
public final class MemoryObjects implements ObjectStore {

    private final Map<ObjectName, byte[]> objects = new ConcurrentHashMap<>();

    boolean isEmpty() {
        return objects.isEmpty();
    }

    byte[] blob(Digest digest) {
        return objects.getOrDefault(ObjectName.blob(digest), new byte[0]);
    }

    @Override
    public void put(ObjectName name, byte[] content) {
        objects.put(name, content.clone());
    }

    @Override
    public void put(ObjectName name, Path file) {
        try {
            put(name, Files.readAllBytes(file));
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    @Override
    public OptionalLong size(ObjectName name) {
        byte[] content = objects.get(name);
        return content == null ? OptionalLong.empty() : OptionalLong.of(content.length);
    }

    @Override
    public Optional<InputStream> open(ObjectName name, long offset) {
        return Optional.ofNullable(objects.get(name))
                .map(content -> Arrays.copyOfRange(content, (int) Math.min(offset, content.length), content.length))
                .map(ByteArrayInputStream::new);
    }

    @Override
    public List<ObjectName> list(String prefix) {
        return objects.keySet().stream()
                .filter(name -> name.path().startsWith(prefix))
                .toList();
    }

    @Override
    public void forEach(String prefix, Consumer<StoredObject> action) {
        list(prefix)
                .forEach(name -> action.accept(new StoredObject(name, size(name).orElse(0), Instant.now())));
    }

    @Override
    public Optional<Instant> modified(ObjectName name) {
        return size(name).isPresent() ? Optional.of(Instant.now()) : Optional.empty();
    }

    @Override
    public void delete(ObjectName name) {
        objects.remove(name);
    }

    @Override
    public Optional<URI> downloadUrl(ObjectName name, Duration validity) {
        return Optional.empty();
    }

    @Override
    public Optional<Path> localFile(ObjectName name) {
        return Optional.empty();
    }
}
