package io.wave.mirror;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.job.JobProfile;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What to copy, independent of the attempt. All platforms are copied, and the digest does not change.
 *
 * @param source the image as requested, by tag or digest or both
 * @param target the name of the copy, with the tag or digest of the source
 * @param digest digest of the source when the request was accepted; this image is copied, even if the tag moves
 * @param tenant tenant whose registry credentials the copy may use
 * @param runTimeout how long the copy may take
 * @param jobProfile what the copy runs on; null for what all mirrors run on
 */
public record MirrorWork(
        ImageReference source,
        ImageReference target,
        Digest digest,
        String tenant,
        Duration runTimeout,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JobProfile jobProfile) {

    public MirrorWork {
        requireNonNull(source, "source is missing");
        requireNonNull(target, "target is missing");
        requireNonNull(digest, "digest is missing");
        requireNonNull(tenant, "tenant is missing");
        requireNonNull(runTimeout, "runTimeout is missing");
    }

    /** Work without a profile. */
    public MirrorWork(ImageReference source, ImageReference target, Digest digest, String tenant, Duration runTimeout) {
        this(source, target, digest, tenant, runTimeout, null);
    }

    /** The target with tag and digest: of each digest of a source, at most one copy to a name runs at a time. */
    @JsonIgnore
    public ImageReference jobTarget() {
        return new ImageReference(target.registry(), target.repository(), target.tag(), digest);
    }
}
