package io.wave.build;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
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
 * All that a worker needs to build an image: the work and this attempt at it. Holds no secret; bytes travel through the
 * object store.
 *
 * @param id the build's id
 * @param work what is to be made
 * @param queueTimeout how long it may wait before it starts, counted from its acceptance by a worker
 * @param requestedAt when the request was accepted
 * @param index the images of other builds that this one lists, null where it is an image itself; its platform is that of
 *     the first
 */
public record BuildSpec(
        BuildId id,
        @JsonUnwrapped BuildWork work,
        Duration queueTimeout,
        Instant requestedAt,
        @Nullable List<IndexEntry> index) {

    public BuildSpec {
        requireNonNull(id, "id is missing");
        requireNonNull(work, "work is missing");
        requireNonNull(queueTimeout, "queueTimeout is missing");
        requireNonNull(requestedAt, "requestedAt is missing");
    }

    /** The target's generation: the number in the id. */
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public long generation() {
        return id.number();
    }

    /** @see BuildWork#target() */
    public ImageReference target() {
        return work.target();
    }

    /** @see BuildSource#containerFile() */
    public String containerFile() {
        return work.source().containerFile();
    }

    /** @see BuildSource#condaFile() */
    public @Nullable String condaFile() {
        return work.source().condaFile();
    }

    /** @see BuildOutput#platform() */
    public Platform platform() {
        return work.output().platform();
    }

    /** @see BuildOutput#cacheRepository() */
    public @Nullable String cacheRepository() {
        return work.output().cacheRepository();
    }

    /** @see BuildSource#context() */
    public @Nullable StoredContext context() {
        return work.source().context();
    }

    /** @see BuildWork#tenant() */
    public String tenant() {
        return work.tenant();
    }

    /** @see BuildWork#runTimeout() */
    public Duration runTimeout() {
        return work.runTimeout();
    }

    /** @see BuildSource#layers() */
    public @Nullable List<StoredLayer> layers() {
        return work.source().layers();
    }

    /** @see BuildOutput#compression() */
    public @Nullable BuildCompression compression() {
        return work.output().compression();
    }

    /** @see BuildWork#assembly() */
    public @Nullable Assembly assembly() {
        return work.assembly();
    }

    /** @see BuildSource#buildTemplate() */
    public @Nullable String buildTemplate() {
        return work.source().buildTemplate();
    }

    /** The same attempt at other work. */
    public BuildSpec of(BuildWork other) {
        return new BuildSpec(id, other, queueTimeout, requestedAt, index);
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

    /**
     * Until when a worker may accept it; who accepts it in time gives it the whole of its queue timeout. An index waits
     * for the builds of its images first, which may be queued, run and, after the loss of a worker, run again.
     */
    @JsonIgnore
    public Instant acceptableUntil() {
        return requestedAt.plus(
                index == null ? queueTimeout : queueTimeout.plus(runTimeout()).multipliedBy(3));
    }

    /** Whether it is to become an image of Singularity. */
    @JsonIgnore
    public boolean isSingularity() {
        return work.output().format() == BuildFormat.SINGULARITY;
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
                ? platform().toString()
                : index.stream().map(entry -> entry.platform().toString()).collect(Collectors.joining(","));
    }

    /** The same build as an index of these images. */
    public BuildSpec withIndex(List<IndexEntry> entries) {
        BuildOutput first = work.output().on(entries.getFirst().platform());
        return new BuildSpec(id, work.as(first), queueTimeout, requestedAt, List.copyOf(entries));
    }
}
