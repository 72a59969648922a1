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
 * Bytes by name. A put is atomic: a reader sees the whole object or none, and what was put survives a crash right after.
 * All calls block and may be repeated; what fails throws {@link ObjectStoreException}.
 */
public interface ObjectStore {

    /** Stores these bytes, in place of what had the name. */
    void put(ObjectName name, byte[] content);

    /** Stores the content of a file, in place of what had the name. The file stays where it is. */
    void put(ObjectName name, Path file);

    /** The length of an object; empty if there is none of that name. */
    OptionalLong size(ObjectName name);

    /**
     * The content of an object, for the caller to close; empty if there is none of that name. A store that is away while
     * the content is read fails the read with an {@link ObjectStoreException}: then the whole may be read again.
     */
    default Optional<InputStream> open(ObjectName name) {
        return open(name, 0);
    }

    /** The content from an offset on; an empty stream if the offset is at the end or beyond. */
    Optional<InputStream> open(ObjectName name, long offset);

    /**
     * The names of all objects whose path begins with this text, in order.
     *
     * @param prefix whole components and a slash at the end, such as {@code logs/bd-1_1/}
     */
    List<ObjectName> list(String prefix);

    /**
     * Tells of all objects whose path begins with this text, one after the other and in no order, however many there are:
     * none is kept in memory. What is put or deleted meanwhile may be told of or not.
     *
     * @param prefix whole components and a slash at the end
     */
    void forEach(String prefix, Consumer<StoredObject> action);

    /** When an object was last put; empty if there is none of that name. */
    Optional<Instant> modified(ObjectName name);

    /** Removes an object; does nothing if there is none of that name. */
    void delete(ObjectName name);

    /** A URL from which anyone can read the object for that long; empty if this store has none to give. */
    Optional<URI> downloadUrl(ObjectName name, Duration validity);

    /** The object as a file of this machine, to be read only; empty if there is none or the store is elsewhere. */
    Optional<Path> localFile(ObjectName name);
}
