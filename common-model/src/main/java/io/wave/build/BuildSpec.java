package io.wave.build;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.wave.container.ContainerConfig;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.job.JobProfile;
import io.wave.job.JobSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a worker needs to build an image. It contains no secrets; content is in the object store.
 *
 * @param id build id
 * @param work what to build
 * @param queueTimeout how long the build may wait before it starts, counted from its acceptance by a worker
 * @param requestedAt when the request was accepted
 * @param index for a multi-platform image, the images of the index; else null
 */
public record BuildSpec(
        BuildId id,
        @JsonUnwrapped BuildWork work,
        Duration queueTimeout,
        Instant requestedAt,
        @Nullable List<IndexEntry> index)
        implements JobSpec {

    public BuildSpec {
        requireNonNull(id, "id is missing");
        requireNonNull(work, "work is missing");
        requireNonNull(queueTimeout, "queueTimeout is missing");
        requireNonNull(requestedAt, "requestedAt is missing");
    }

    @Override
    public String jobId() {
        return id.toString();
    }

    @Override
    public String jobTarget() {
        return target().toString();
    }

    /** The generation of the target: the number in the id. */
    @Override
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
    @Override
    public String tenant() {
        return work.tenant();
    }

    /** @see BuildWork#runTimeout() */
    @Override
    public Duration runTimeout() {
        return work.runTimeout();
    }

    /** @see BuildWork#jobProfile() */
    @Override
    public Optional<JobProfile> profile() {
        return Optional.ofNullable(work.jobProfile());
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

    /** A copy with other work. */
    public BuildSpec of(BuildWork other) {
        return new BuildSpec(id, other, queueTimeout, requestedAt, index);
    }

    /**
     * A gzip-compressed tar archive in the object store.
     *
     * @param digest digest of the compressed archive, under which it is stored
     * @param size size of the compressed archive
     */
    public record StoredContext(Digest digest, long size) {

        public StoredContext {
            requireNonNull(digest, "digest is missing");
        }
    }

    /**
     * When the acceptance by a worker is due; the queue timeout starts with the acceptance. An index first waits for
     * the builds of its images, which may be queued, run, and run again after the loss of a worker.
     */
    @Override
    @JsonIgnore
    public Instant acceptableUntil() {
        return requestedAt.plus(
                index == null ? queueTimeout : queueTimeout.plus(runTimeout()).multipliedBy(3));
    }

    /** Whether the image is a Singularity image. */
    @JsonIgnore
    public boolean isSingularity() {
        return work.output().format() == BuildFormat.SINGULARITY;
    }

    /**
     * A layer that the container file adds.
     *
     * @param location {@code http(s)://…}, {@code docker://<registry>/v2/<repository>/blobs/<digest>}, or {@code
     *     blob:<digest>} in the object store
     * @param gzipDigest digest of the compressed layer
     * @param gzipSize size of the compressed layer
     * @param tarDigest digest of the uncompressed tar archive
     */
    public record StoredLayer(String location, Digest gzipDigest, long gzipSize, Digest tarDigest) {

        public StoredLayer {
            requireNonNull(location, "location is missing");
            requireNonNull(gzipDigest, "gzipDigest is missing");
            requireNonNull(tarDigest, "tarDigest is missing");
        }
    }

    /**
     * An image that is created from a base image by adding layers and configuration, with the same result as building
     * the container file: an entrypoint without a command clears the command of the base image, and a relative working
     * directory is below that of the base image. If there is an entry chain variable, it is the first in the
     * environment of {@code config}.
     *
     * @param base the base image, pinned to its digest at the time of the request
     * @param config the configuration to add, with inline layers in the object store
     */
    public record Assembly(ImageReference base, ContainerConfig config) {

        public Assembly {
            requireNonNull(base, "base is missing");
            requireNonNull(config, "config is missing");
        }
    }

    /**
     * An image of an index.
     *
     * @param platform its platform
     * @param build its build, or null if unknown
     * @param image its name
     * @param digest its digest, or null until it has been built
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

        /** A copy with the digest of the built image. */
        public IndexEntry made(Digest made) {
            return new IndexEntry(platform, build, image, made);
        }
    }

    /** The target platforms, separated by commas. */
    public String platforms() {
        return index == null
                ? platform().toString()
                : index.stream().map(entry -> entry.platform().toString()).collect(Collectors.joining(","));
    }

    /** A copy as an index of these images. */
    public BuildSpec withIndex(List<IndexEntry> entries) {
        BuildOutput first = work.output().on(entries.getFirst().platform());
        return new BuildSpec(id, work.as(first), queueTimeout, requestedAt, List.copyOf(entries));
    }
}
