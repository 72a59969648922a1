package io.wave.scan;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.job.JobProfile;
import io.wave.job.JobSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a worker needs to scan an image. It contains no secrets.
 *
 * @param id scan id
 * @param generation number of the scan among those of its target
 * @param image the image, pinned to the digest of its manifest or index
 * @param platform the platform to scan
 * @param secrets whether to look for secrets in files, besides vulnerabilities
 * @param base the image that it was made from, pinned to its digest, or null if unknown
 * @param tenant tenant whose registry credentials the scan may use
 * @param runTimeout how long the scan may run
 * @param queueTimeout how long the scan may wait before it starts, counted from its acceptance by a worker
 * @param requestedAt when the request was accepted
 * @param jobProfile what the scan runs on; null for what all scans run on
 */
public record ScanSpec(
        ScanId id,
        long generation,
        ImageReference image,
        Platform platform,
        boolean secrets,
        @Nullable ImageReference base,
        String tenant,
        Duration runTimeout,
        Duration queueTimeout,
        Instant requestedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JobProfile jobProfile)
        implements JobSpec {

    /** @throws IllegalArgumentException if the image is not pinned to a digest */
    public ScanSpec {
        requireNonNull(id, "id is missing");
        requireNonNull(image, "image is missing");
        requireNonNull(platform, "platform is missing");
        requireNonNull(tenant, "tenant is missing");
        requireNonNull(runTimeout, "runTimeout is missing");
        requireNonNull(queueTimeout, "queueTimeout is missing");
        requireNonNull(requestedAt, "requestedAt is missing");
        if (image.pinned().isEmpty()) {
            throw new IllegalArgumentException("image: '%s' is not pinned to a digest".formatted(image));
        }
    }

    /** A scan without a profile. */
    public ScanSpec(
            ScanId id,
            long generation,
            ImageReference image,
            Platform platform,
            boolean secrets,
            @Nullable ImageReference base,
            String tenant,
            Duration runTimeout,
            Duration queueTimeout,
            Instant requestedAt) {
        this(id, generation, image, platform, secrets, base, tenant, runTimeout, queueTimeout, requestedAt, null);
    }

    @Override
    public Optional<JobProfile> profile() {
        return Optional.ofNullable(jobProfile);
    }

    @Override
    public String jobId() {
        return id.toString();
    }

    @Override
    public String jobTarget() {
        return target();
    }

    /**
     * What the scan produces: the findings for these bytes, whatever name they have. The scans of a tenant share them.
     */
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public String target() {
        return target(image, platform, secrets, tenant);
    }

    /** The target of a scan of this image. */
    public static String target(ImageReference image, Platform platform, boolean secrets, String tenant) {
        return "%s/%s/%s%s".formatted(tenant, image.reference(), platform, secrets ? "/secrets" : "");
    }

    /** When the acceptance by a worker is due; the queue timeout starts with the acceptance. */
    @Override
    @JsonIgnore
    public Instant acceptableUntil() {
        return requestedAt.plus(queueTimeout);
    }
}
