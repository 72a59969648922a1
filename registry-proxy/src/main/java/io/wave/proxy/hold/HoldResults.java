package io.wave.proxy.hold;

import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.oci.OciErrorCode;
import io.wave.token.RequestRecord;
import io.wave.token.RequestRecord.JobLink;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** Creates the results of held pulls: what happened, to which job, and where to read more. */
final class HoldResults {

    private static final int MAX_CAUSE = 4_000;
    private static final int FORBIDDEN = 403;

    private final URI server;
    private final Duration retryAfter;

    HoldResults(URI server, Duration retryAfter) {
        this.server = server;
        this.retryAfter = retryAfter;
    }

    /** The result for a pull whose job has ended. */
    HoldResult ended(HeldPull pull, JobRecord end) {
        if (end.state() == JobState.SUCCEEDED) {
            return new HoldResult.Ready(Optional.ofNullable(end.digest()));
        }
        return failed(pull, Objects.requireNonNullElse(end.failure(), "the %s failed".formatted(end.kind())));
    }

    /** The result for a pull whose job is unknown. */
    HoldResult unknown(HeldPull pull) {
        return failed(
                pull,
                "unknown %s: request the container again"
                        .formatted(pull.job().id().kind()));
    }

    /**
     * All clients show the message of a 403. Docker without the containerd image store shows "access denied" instead of
     * the message for the code {@code DENIED}; other clients treat {@code UNKNOWN} as a temporary error and retry.
     */
    private HoldResult failed(HeldPull pull, String cause) {
        OciErrorCode code = isPlainDocker(pull.request().userAgent()) ? OciErrorCode.UNKNOWN : OciErrorCode.DENIED;
        String message = cause.length() > MAX_CAUSE ? cause.substring(0, MAX_CAUSE) + "…" : cause;
        JobLink job = pull.job();
        return new HoldResult.Failed(
                FORBIDDEN,
                code,
                "%s (%s %s, details: %s)".formatted(message, job.id().kind(), job.id(), page(job)));
    }

    private static boolean isPlainDocker(String userAgent) {
        return userAgent.startsWith("docker/") && !userAgent.contains("containerd-client");
    }

    /** The result for a pull that has used all its hops before its job has ended. */
    HoldResult retryLater(HeldPull pull, Optional<JobRecord> latest) {
        JobLink job = pull.job();
        String state = latest.map(record -> ", " + describe(record.state())).orElse("");
        return new HoldResult.RetryLater(
                retryAfter,
                "image %s is still being %s (%s %s%s): pull it again later, details: %s"
                        .formatted(job.target(), work(job.id().kind()), job.id().kind(), job.id(), state, page(job)));
    }

    /** The result for a pull that has used all its hops before its image could be served. */
    HoldResult notReady(RequestRecord request) {
        return new HoldResult.RetryLater(
                retryAfter,
                "image %s is not available yet: its registry responds slowly, pull it again later"
                        .formatted(request.image()));
    }

    private static String work(JobKind kind) {
        return switch (kind) {
            case BUILD -> "built";
            case MIRROR -> "copied";
            case SCAN -> "scanned";
        };
    }

    private static String describe(JobState state) {
        return switch (state) {
            case SUBMITTED, WAITING, QUEUED -> "queued";
            case RUNNING -> "running";
            case PUSHING -> "being pushed";
            case CANCELLING -> "being cancelled";
            case TIMING_OUT -> "timing out";
            case SUCCEEDED -> "succeeded";
            case FAILED -> "failed";
        };
    }

    private String page(JobLink job) {
        return server.toString().replaceAll("(?<!/)/++$", "")
                + "/view/%ss/%s".formatted(job.id().kind(), job.id());
    }
}
