package io.wave.api.build.view;

import io.wave.api.build.Build;
import io.wave.api.web.page.PageTimes;
import java.util.Objects;

/**
 * A line in the list of an image's builds.
 *
 * @param id the build
 * @param digest digest of the image, once pushed
 * @param status how it stands
 * @param started when it began
 * @param duration how long it took
 */
record BuildAttempt(String id, String digest, String status, String started, String duration) {

    static BuildAttempt of(Build build, PageTimes times) {
        return new BuildAttempt(
                build.job().id(),
                Objects.toString(build.job().digest(), PageTimes.UNKNOWN),
                BuildPage.status(build),
                times.moment(build.workBegan()),
                PageTimes.length(build.duration()));
    }
}
