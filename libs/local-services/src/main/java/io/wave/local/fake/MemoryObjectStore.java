package io.wave.local.fake;

import io.wave.image.Digest;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import io.wave.store.ObjectStoreException;
import io.wave.store.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** For tests: an object store in memory. */
public final class MemoryObjectStore implements ObjectStore {

    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final Optional<URI> address;
    private volatile Runnable beforePut = () -> {};

    /** Without URLs. */
    public MemoryObjectStore() {
        this.address = Optional.empty();
    }

    /** With URLs below this one, at which nobody listens. */
    public MemoryObjectStore(URI address) {
        this.address = Optional.of(address);
    }

    /** Runs before each put, which fails if it throws. */
    public void beforePut(Runnable action) {
        beforePut = action;
    }

    public boolean isEmpty() {
        return objects.isEmpty();
    }

    /** The content of a blob; empty if there is none. */
    public byte[] blob(Digest digest) {
        return objects.getOrDefault(ObjectName.blob(digest).path(), new byte[0]);
    }

    @Override
    public void put(ObjectName name, byte[] content) {
        beforePut.run();
        objects.put(name.path(), content.clone());
    }

    @Override
    public void put(ObjectName name, Path file) {
        try {
            put(name, Files.readAllBytes(file));
        } catch (IOException failure) {
            throw new ObjectStoreException("cannot read " + file, failure);
        }
    }

    @Override
    public OptionalLong size(ObjectName name) {
        byte[] content = objects.get(name.path());
        return content == null ? OptionalLong.empty() : OptionalLong.of(content.length);
    }

    @Override
    public Optional<InputStream> open(ObjectName name, long offset) {
        return Optional.ofNullable(objects.get(name.path()))
                .map(content -> new ByteArrayInputStream(content, (int) offset, content.length));
    }

    @Override
    public List<ObjectName> list(String prefix) {
        return objects.keySet().stream()
                .filter(path -> path.startsWith(prefix))
                .map(ObjectName::new)
                .sorted(Comparator.comparing(ObjectName::path))
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
        objects.remove(name.path());
    }

    @Override
    public Optional<URI> downloadUrl(ObjectName name, Duration validity) {
        return address.map(base -> base.resolve("/" + name.path()));
    }

    @Override
    public Optional<URI> uploadUrl(ObjectName name, Duration validity) {
        return downloadUrl(name, validity);
    }

    @Override
    public boolean hasUrls() {
        return address.isPresent();
    }

    @Override
    public Optional<Path> localFile(ObjectName name) {
        return Optional.empty();
    }
}
