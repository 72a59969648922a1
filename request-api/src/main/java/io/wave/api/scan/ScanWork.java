package io.wave.api.scan;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.job.JobId;
import io.wave.job.JobProfile;
import io.wave.scan.ScanId;
import io.wave.scan.ScanSpec;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What to scan, as stored. It contains no secrets.
 *
 * @param image the image; pinned to its digest once that is known
 * @param typed the name of the image that the id of the scan is derived from
 * @param platform the platform to scan
 * @param secrets whether to look for secrets in files, besides vulnerabilities
 * @param base the image that it was made from, if known
 * @param tenant tenant whose registry credentials the scan uses
 * @param origin what the scan was requested for first
 * @param readyAt when the image could be scanned; absent while its build or mirror is running
 * @param jobProfile what the scan runs on; null for what all scans run on
 */
public record ScanWork(
        ImageReference image,
        String typed,
        Platform platform,
        boolean secrets,
        @Nullable ImageReference base,
        String tenant,
        ScanOrigin origin,
        @Nullable Instant readyAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JobProfile jobProfile) {

    public ScanWork {
        requireNonNull(image, "image is missing");
        requireNonNull(typed, "typed is missing");
        requireNonNull(platform, "platform is missing");
        requireNonNull(tenant, "tenant is missing");
        requireNonNull(origin, "origin is missing");
    }

    /** A scan for vulnerabilities. */
    public static ScanWork of(ImageReference image, String typed, Platform platform, String tenant, ScanOrigin origin) {
        return new ScanWork(image, typed, platform, false, null, tenant, origin, null, null);
    }

    /** The same, also for secrets. */
    public ScanWork withSecrets(boolean wanted) {
        return new ScanWork(image, typed, platform, wanted, base, tenant, origin, readyAt, jobProfile);
    }

    /** The same, on what this profile stands for; null for what all scans run on. */
    public ScanWork on(@Nullable JobProfile profile) {
        return new ScanWork(image, typed, platform, secrets, base, tenant, origin, readyAt, profile);
    }

    /** The same image, now with its digest, and the image that it was made from. */
    ScanWork ready(Digest digest, @Nullable ImageReference from, Instant now) {
        return new ScanWork(image.at(digest), typed, platform, secrets, from, tenant, origin, now, jobProfile);
    }

    /** The hash in the id: of an image that does not exist yet, its name alone. */
    String hash() {
        return ScanId.hash(typed, image.pinned().orElse(null));
    }

    /** What the scan produces: the same for each name of the image. */
    String target() {
        return ScanSpec.target(image, platform, secrets, tenant);
    }

    /** What a scan of an image that a job creates waits for. */
    String waitingTarget(JobId job) {
        return "%s/%s%s".formatted(job, platform, secrets ? "/secrets" : "");
    }

    /** The specification for the worker. */
    ScanSpec spec(ScanId id, long generation, Duration runTimeout, Duration queueTimeout) {
        return new ScanSpec(
                id,
                generation,
                image,
                platform,
                secrets,
                base,
                tenant,
                runTimeout,
                queueTimeout,
                requireNonNull(readyAt, "readyAt is missing"),
                jobProfile);
    }
}
