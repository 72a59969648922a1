package io.wave.api.build.view;

import io.wave.api.build.Build;
import io.wave.api.job.log.LogSection;
import io.wave.api.scan.JobScans;
import io.wave.api.web.page.PageTimeFormat;
import io.wave.build.BuildSpec.IndexEntry;
import io.wave.job.JobProfile;
import io.wave.job.JobState;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The page of a build. It contains nothing about the user who requested the build.
 *
 * @param id build id
 * @param status status, {@code SUCCEEDED}, {@code FAILED} or {@code IN PROGRESS}
 * @param stage the current stage, while the build is in progress
 * @param growing whether the page updates itself
 * @param image the image to push
 * @param digest digest of the image, once pushed
 * @param platform target platform or platforms
 * @param profile profile that the build was requested with
 * @param started when the build began
 * @param duration how long the build took
 * @param failure why the build failed
 * @param containerFile text of the container file
 * @param condaFile text of the Conda file
 * @param parts the images of a multi-platform image; empty for a single image
 * @param indexes builds of the multi-platform images that contain this image
 * @param timelines the steps; of a multi-platform image those of each of its images
 * @param scans the scans of the image
 * @param log the log, or what was added to it since the last request
 */
record BuildPage(
        String id,
        String status,
        @Nullable String stage,
        boolean growing,
        String image,
        String digest,
        String platform,
        @Nullable String profile,
        String started,
        String duration,
        @Nullable String failure,
        String containerFile,
        @Nullable String condaFile,
        List<Part> parts,
        List<String> indexes,
        List<StepsView> timelines,
        JobScans scans,
        LogSection log) {

    /**
     * One platform's image of a multi-platform image.
     *
     * @param platform its platform
     * @param build its build, if known
     */
    record Part(String platform, @Nullable String build) {

        static Part of(IndexEntry entry) {
            return new Part(
                    entry.platform().toString(),
                    entry.build() == null ? null : entry.build().toString());
        }
    }

    static BuildPage of(
            Build build,
            List<String> indexes,
            List<StepsView> timelines,
            JobScans scans,
            LogSection log,
            PageTimeFormat times) {
        return new BuildPage(
                build.job().id(),
                build.status(),
                build.job().isFinal() ? null : stage(build.job().state()),
                !build.job().isFinal(),
                build.image(),
                Objects.toString(build.job().digest(), PageTimeFormat.UNKNOWN),
                build.spec().platforms(),
                build.spec().profile().map(JobProfile::name).orElse(null),
                times.dateTime(build.workStarted()),
                PageTimeFormat.length(build.duration()),
                build.job().failure(),
                build.spec().containerFile(),
                build.spec().condaFile(),
                Objects.requireNonNullElse(build.spec().index(), List.<IndexEntry>of()).stream()
                        .map(Part::of)
                        .toList(),
                indexes,
                timelines,
                scans,
                log);
    }

    private static String stage(JobState state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
