package io.wave.store;

import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Stores objects by name. A put is atomic and durable: a reader sees the whole object or none, and it survives a crash. All
 * methods block, may be repeated, and throw {@link ObjectStoreException} on failure.
 */
public interface ObjectStore {

    /** Stores bytes; an object of the same name is replaced. */
    void put(ObjectName name, byte[] content);

    /** Stores the content of a file, which is kept; an object of the same name is replaced. */
    void put(ObjectName name, Path file);

    /** The length of an object; empty if it does not exist. */
    OptionalLong size(ObjectName name);

    /**
     * The content of an object, which the caller must close; empty if it does not exist. If the store becomes unavailable,
     * a read throws {@link ObjectStoreException}; the whole object can then be read again.
     */
    default Optional<InputStream> open(ObjectName name) {
        return open(name, 0);
    }

    /** The content from an offset; an empty stream if the offset is at or beyond the end. */
    Optional<InputStream> open(ObjectName name, long offset);

    /**
     * The names of all objects whose path starts with the prefix, sorted.
     *
     * @param prefix path components with a trailing slash, such as {@code logs/bd-1_1/}
     */
    List<ObjectName> list(String prefix);

    /**
     * The same without the names up to one. An S3 bucket is not asked for those.
     *
     * @param after the last name to leave out
     */
    default List<ObjectName> list(String prefix, ObjectName after) {
        return list(prefix).stream()
                .filter(name -> name.path().compareTo(after.path()) > 0)
                .toList();
    }

    /**
     * Calls the action for each object whose path starts with the prefix, in no particular order and without keeping a list in
     * memory. Objects that are put or deleted meanwhile may be included or not.
     *
     * @param prefix path components with a trailing slash
     */
    void forEach(String prefix, Consumer<StoredObject> action);

    /** The time of the last put of an object; empty if it does not exist. */
    Optional<Instant> modified(ObjectName name);

    /** Deletes an object if it exists. */
    void delete(ObjectName name);

    /** A URL from which anyone can download the object for this duration; empty if the store has no URLs. */
    Optional<URI> downloadUrl(ObjectName name, Duration validity);

    /** A URL to which anyone can upload the object by an HTTP PUT for this duration; empty if the store has no URLs. */
    default Optional<URI> uploadUrl(ObjectName name, Duration validity) {
        return Optional.empty();
    }

    /** Whether the store has URLs. */
    default boolean hasUrls() {
        return false;
    }

    /** The file of the object, for reading only; empty if it does not exist or the store is not local. */
    Optional<Path> localFile(ObjectName name);
}
