package io.wave.build;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.wave.container.ContainerConfig;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
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
 * @param layers what is put into the context as {@code layer-<hex of gzipDigest>.tar.gz}, null for nothing
 * @param compression how layers are compressed, null for gzip at its usual level
 * @param assembly how the image is made without running anything, null where it must be built
 * @param format what kind of image it is, null for Docker
 * @param buildTemplate what the container file was made by, as it is shown, null for nothing
 * @param index the images of other builds that this one lists, null where it is an image itself; {@code platform} is
 *     that of the first
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
        Instant requestedAt,
        @Nullable List<StoredLayer> layers,
        @Nullable BuildCompression compression,
        @Nullable Assembly assembly,
        @Nullable BuildFormat format,
        @Nullable String buildTemplate,
        @Nullable List<IndexEntry> index) {

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

    /** A build of a container file alone. */
    public BuildSpec(
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
        this(
                id,
                generation,
                target,
                containerFile,
                condaFile,
                platform,
                cacheRepository,
                context,
                tenant,
                queueTimeout,
                runTimeout,
                requestedAt,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /**
     * Until when a worker may accept it; who accepts it in time gives it the whole of its queue timeout. An index waits
     * for the builds of its images first, which may be queued, run and, after the loss of a worker, run again.
     */
    @JsonIgnore
    public Instant acceptableUntil() {
        return requestedAt.plus(
                index == null ? queueTimeout : queueTimeout.plus(runTimeout).multipliedBy(3));
    }

    /** Whether it is to become an image of Singularity. */
    @JsonIgnore
    public boolean isSingularity() {
        return format == BuildFormat.SINGULARITY;
    }

    /**
     * A layer that a container file adds.
     *
     * @param location {@code http(s)://…}, {@code docker://<registry>/v2/<repository>/blobs/<digest>}, or
     *     {@code blob:<digest>} of the object store
     * @param gzipDigest digest of the compressed bytes
     * @param gzipSize number of compressed bytes
     * @param tarDigest digest of the tar within
     */
    public record StoredLayer(String location, Digest gzipDigest, long gzipSize, Digest tarDigest) {

        public StoredLayer {
            requireNonNull(location, "location is missing");
            requireNonNull(gzipDigest, "gzipDigest is missing");
            requireNonNull(tarDigest, "tarDigest is missing");
        }
    }

    /**
     * An image that is made of another by adding layers and configuration, with the result that the container file would
     * have: an entrypoint without a command clears the command of the base, a relative working directory is one below the
     * base's. The variable of the entry chain, where there is one, is the first of {@code config}'s environment.
     *
     * @param base the image, pinned to the digest it had when it was asked for
     * @param config what is laid over it, inline layers moved to the object store
     */
    public record Assembly(ImageReference base, ContainerConfig config) {

        public Assembly {
            requireNonNull(base, "base is missing");
            requireNonNull(config, "config is missing");
        }
    }

    /**
     * An image that an index lists.
     *
     * @param platform what it runs on
     * @param build the build that makes it, null where that is not known
     * @param image its name
     * @param digest its digest, null as long as it is awaited
     */
    public record IndexEntry(
            Platform platform,
            @Nullable BuildId build,
            ImageReference image,
            @Nullable Digest digest) {

        public IndexEntry {
            requireNonNull(platform, "platform is missing");
            requireNonNull(image, "image is missing");
        }

        /** The same entry once it has been made. */
        public IndexEntry made(Digest made) {
            return new IndexEntry(platform, build, image, made);
        }
    }

    /** What is built for, several joined by a comma. */
    public String platforms() {
        return index == null
                ? platform.toString()
                : index.stream().map(entry -> entry.platform().toString()).collect(Collectors.joining(","));
    }

    /** The same build as an index of these images. */
    public BuildSpec withIndex(List<IndexEntry> entries) {
        return new BuildSpec(
                id,
                generation,
                target,
                containerFile,
                condaFile,
                entries.getFirst().platform(),
                cacheRepository,
                context,
                tenant,
                queueTimeout,
                runTimeout,
                requestedAt,
                layers,
                compression,
                assembly,
                format,
                buildTemplate,
                List.copyOf(entries));
    }
}
