package io.wave.proxy.hold;

import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.oci.OciErrorCode;
import io.wave.token.RequestRecord;
import io.wave.token.RequestRecord.BuildLink;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** Words the answers to held pulls: what happened, to which build, and where to read more. */
final class HoldAnswers {

    private static final int MAX_CAUSE = 4_000;
    private static final int FORBIDDEN = 403;

    private final URI server;
    private final Duration retryAfter;

    HoldAnswers(URI server, Duration retryAfter) {
        this.server = server;
        this.retryAfter = retryAfter;
    }

    /** The answer to a pull whose build has ended. */
    Held ended(HeldPull pull, JobRecord end) {
        if (end.state() == JobState.SUCCEEDED) {
            return new Held.Ready(Optional.ofNullable(end.digest()));
        }
        return failed(pull, Objects.requireNonNullElse(end.failure(), "the build failed"));
    }

    /** The answer to a pull whose build nobody knows. */
    Held unknown(HeldPull pull) {
        return failed(pull, "the build is not known; please request the container again");
    }

    /**
     * All clients show the text of a 403. Docker without the containerd image store says "access denied" of a code
     * {@code DENIED}, without the text; the others take {@code UNKNOWN} for a fault that may pass and ask again.
     */
    private Held failed(HeldPull pull, String cause) {
        OciErrorCode code = isPlainDocker(pull.ask().userAgent()) ? OciErrorCode.UNKNOWN : OciErrorCode.DENIED;
        String shown = cause.length() > MAX_CAUSE ? cause.substring(0, MAX_CAUSE) + "…" : cause;
        BuildLink build = pull.build();
        return new Held.Failed(FORBIDDEN, code, "%s (build %s, more at %s)".formatted(shown, build.id(), page(build)));
    }

    private static boolean isPlainDocker(String userAgent) {
        return userAgent.startsWith("docker/") && !userAgent.contains("containerd-client");
    }

    /** The answer to a pull whose round of hops is over before its build. */
    Held later(HeldPull pull, Optional<JobRecord> latest) {
        BuildLink build = pull.build();
        String state = latest.map(record -> ", " + words(record.state())).orElse("");
        return new Held.Later(
                retryAfter,
                "image %s is still being built (build %s%s); pull it again in a while, more at %s"
                        .formatted(build.target(), build.id(), state, page(build)));
    }

    /** The answer to a pull whose round of hops is over before its image can be served. */
    Held notReady(RequestRecord request) {
        return new Held.Later(
                retryAfter,
                "image %s cannot be served yet: its registry is slow; pull it again in a while"
                        .formatted(request.image()));
    }

    private static String words(JobState state) {
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

    private String page(BuildLink build) {
        return server.toString().replaceAll("(?<!/)/++$", "") + "/view/builds/" + build.id();
    }
}
