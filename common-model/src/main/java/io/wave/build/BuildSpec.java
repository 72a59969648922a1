package io.wave.build;

import static java.util.Objects.requireNonNull;

import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * All that a worker needs to build an image. Holds no secret; bytes travel through the object store.
 *
 * @param id the build's id
 * @param generation the target's generation, equal to the number in the id
 * @param target the image to push, in canonical form
 * @param containerFile text of the container file
 * @param condaFile text to be put into the context as {@code conda.yml}, or null
 * @param platform what to build for
 * @param cacheRepository repository of layer caches, as typed, or null
 * @param context the build context in the object store, or null for an empty one
 * @param tenant whose registry credentials the build may use
 * @param queueTimeout how long it may wait before it starts, counted from its acceptance by a worker
 * @param runTimeout how long it may run, the push included
 * @param requestedAt when the request was accepted
 */
public record BuildSpec(
        BuildId id,
        long generation,
        ImageReference target,
        String containerFile,
        @Nullable String condaFile,
        Platform platform,
        @Nullable String cacheRepository,
        @Nullable StoredContext context,
        String tenant,
        Duration queueTimeout,
        Duration runTimeout,
        Instant requestedAt) {

    public BuildSpec {
        requireNonNull(id, "id is missing");
        requireNonNull(target, "target is missing");
        requireNonNull(containerFile, "containerFile is missing");
        requireNonNull(platform, "platform is missing");
        requireNonNull(tenant, "tenant is missing");
        requireNonNull(queueTimeout, "queueTimeout is missing");
        requireNonNull(runTimeout, "runTimeout is missing");
        requireNonNull(requestedAt, "requestedAt is missing");
    }

    /**
     * A gzip-compressed tar in the object store.
     *
     * @param digest digest of the compressed bytes, under which they are stored
     * @param size number of compressed bytes
     */
    public record StoredContext(Digest digest, long size) {

        public StoredContext {
            requireNonNull(digest, "digest is missing");
        }
    }
}
