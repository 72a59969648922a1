package io.wave.token;

import io.wave.build.BuildId;
import io.wave.container.ContainerConfig;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * All that the registry proxy needs to serve a token. Written by request-api, kept in Redis under
 * {@code request:<token>} until the token ends. Holds no secret.
 *
 * @param token the token
 * @param tenant whose credentials and cached content the pull may use; {@code anonymous} for all without an identity
 * @param image what is pulled: the source image, or the image being built
 * @param platform the requested platform; absent when the request named none
 * @param config what is laid over the image at pull time, inline layers moved to the object store; absent for none
 * @param build the build behind the image, absent when there is none to wait for
 * @param sourceDigest the digest that {@code image} stands for, once known; then never changed
 * @param durable true for images with a name of their own that outlives the token (freeze, mirror); one that neither a
 *     build makes nor a digest names is not served under the token
 * @param oneImage true when the image was built or is being built: its repository holds images of other requests, of
 *     which the token serves none; absent in records of earlier versions
 * @param createdAt when the request was accepted
 * @param expiresAt when the token ends
 */
public record RequestRecord(
        ContainerToken token,
        String tenant,
        ImageReference image,
        @Nullable Platform platform,
        @Nullable ContainerConfig config,
        @Nullable BuildLink build,
        @Nullable Digest sourceDigest,
        boolean durable,
        @Nullable Boolean oneImage,
        Instant createdAt,
        Instant expiresAt) {

    /** The tenant of callers without an identity. */
    public static final String ANONYMOUS = "anonymous";

    /** A record that says by its build and its name whether it is for one image alone. */
    public RequestRecord(
            ContainerToken token,
            String tenant,
            ImageReference image,
            @Nullable Platform platform,
            @Nullable ContainerConfig config,
            @Nullable BuildLink build,
            @Nullable Digest sourceDigest,
            boolean durable,
            Instant createdAt,
            Instant expiresAt) {
        this(token, tenant, image, platform, config, build, sourceDigest, durable, null, createdAt, expiresAt);
    }

    /** Whether the token serves this image alone, and no other of its repository. */
    public boolean isForOneImage() {
        return build != null || durable || Boolean.TRUE.equals(oneImage);
    }

    /**
     * The build that makes the image.
     *
     * @param id the build's id
     * @param target the image it pushes, in canonical form: the key of its job record
     * @param generation the generation of the target that this build is
     */
    public record BuildLink(BuildId id, ImageReference target, long generation) {}

    /** The same request with its source pinned. */
    public RequestRecord pinnedTo(Digest digest) {
        return new RequestRecord(
                token, tenant, image, platform, config, build, digest, durable, oneImage, createdAt, expiresAt);
    }
}
