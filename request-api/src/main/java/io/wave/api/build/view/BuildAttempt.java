package io.wave.api.build.view;

import io.wave.api.build.Build;
import io.wave.api.web.page.PageTimeFormat;
import java.util.Objects;

/**
 * A row in the list of a container's builds.
 *
 * @param id build id
 * @param digest digest of the image, once pushed
 * @param status status as shown on the page
 * @param started when the build began
 * @param duration how long the build took
 */
record BuildAttempt(String id, String digest, String status, String started, String duration) {

    static BuildAttempt of(Build build, PageTimeFormat times) {
        return new BuildAttempt(
                build.job().id(),
                Objects.toString(build.job().digest(), PageTimeFormat.UNKNOWN),
                build.status(),
                times.dateTime(build.workStarted()),
                PageTimeFormat.length(build.duration()));
    }
}
