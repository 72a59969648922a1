package io.wave.token;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.wave.container.ContainerConfig;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.job.JobId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the registry proxy needs to serve a token. Written by request-api, and kept in Redis under {@code
 * request:<token>} until the token expires. It contains no secrets in the clear.
 *
 * @param token the token
 * @param tenant tenant whose registry credentials and cached content the pull may use; {@code anonymous} without
 *     authentication
 * @param image the image to pull: the source image, or the image that is built
 * @param platform requested platform; absent if the request has none
 * @param config configuration that the proxy adds, with inline layers in the object store; absent if there is none
 * @param job build or mirror to wait for, under its first name {@code build}; absent if there is none
 * @param sourceDigest digest of {@code image}, once known; does not change
 * @param durable whether the image has a name of its own that outlives the token (freeze, mirror); a durable image
 *     without a job and without a digest is not served under the token
 * @param oneImage whether the token serves only this image, since its repository contains images of other requests;
 *     absent in records of earlier versions
 * @param createdAt when the request was accepted
 * @param expiresAt when the token expires, unless it is renewed
 * @param logins encrypted registry credentials that the tenant keeps elsewhere; absent if there are none
 * @param renewAt from when on a use of the token renews it; absent if it is not renewed any more
 */
public record RequestRecord(
        ContainerToken token,
        String tenant,
        ImageReference image,
        @Nullable Platform platform,
        @Nullable ContainerConfig config,
        @JsonProperty("build") @Nullable JobLink job,
        @Nullable Digest sourceDigest,
        boolean durable,
        @Nullable Boolean oneImage,
        Instant createdAt,
        Instant expiresAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String logins,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant renewAt) {

    /** A request without credentials of its own, whose token is not renewed. */
    public RequestRecord(
            ContainerToken token,
            String tenant,
            ImageReference image,
            @Nullable Platform platform,
            @Nullable ContainerConfig config,
            @Nullable JobLink job,
            @Nullable Digest sourceDigest,
            boolean durable,
            @Nullable Boolean oneImage,
            Instant createdAt,
            Instant expiresAt) {
        this(
                token,
                tenant,
                image,
                platform,
                config,
                job,
                sourceDigest,
                durable,
                oneImage,
                createdAt,
                expiresAt,
                null,
                null);
    }

    /** The tenant of unauthenticated callers. */
    public static final String ANONYMOUS = "anonymous";

    /** Whether the token serves only this image, and no other image of its repository. */
    public boolean isForOneImage() {
        return job != null || durable || Boolean.TRUE.equals(oneImage);
    }

    /**
     * The job that creates the image.
     *
     * @param id id of the build or mirror
     * @param target what the job produces, in canonical form: the key of its job record
     * @param generation generation of the job
     */
    public record JobLink(JobId id, ImageReference target, long generation) {}

    /** A copy with the source image pinned. */
    public RequestRecord pinnedTo(Digest digest) {
        return with(digest, expiresAt, logins, renewAt);
    }

    /** A copy that brings these credentials along; null for none. */
    public RequestRecord bringing(@Nullable String sealed) {
        return with(sourceDigest, expiresAt, sealed, renewAt);
    }

    /**
     * A copy that is valid for longer.
     *
     * @param next from when on a use renews the token again; null for never
     */
    public RequestRecord until(Instant expiry, @Nullable Instant next) {
        return with(sourceDigest, expiry, logins, next);
    }

    private RequestRecord with(
            @Nullable Digest digest, Instant expiry, @Nullable String sealed, @Nullable Instant renewal) {
        return new RequestRecord(
                token, tenant, image, platform, config, job, digest, durable, oneImage, createdAt, expiry, sealed,
                renewal);
    }
}
