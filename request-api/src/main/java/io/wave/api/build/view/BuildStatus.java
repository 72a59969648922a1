package io.wave.api.build.view;

import io.wave.api.build.Build;
import io.wave.job.JobState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Response of {@code GET /v1alpha1/builds/{id}/status}, polled by old clients.
 *
 * @param id build id
 * @param status whether the build has ended
 * @param startTime when the build was requested; the same in every response
 * @param duration how long the build took, once it has ended
 * @param succeeded whether the build succeeded, once it has ended
 */
record BuildStatus(
        String id,
        Phase status,
        Instant startTime,
        @Nullable Duration duration,
        @Nullable Boolean succeeded) {

    enum Phase {
        PENDING,
        COMPLETED
    }

    static BuildStatus of(Build build) {
        boolean ended = build.job().isFinal();
        return new BuildStatus(
                build.job().id(),
                ended ? Phase.COMPLETED : Phase.PENDING,
                build.startTime(),
                ended ? build.duration().orElse(Duration.ZERO) : null,
                ended ? build.job().state() == JobState.SUCCEEDED : null);
    }
}
