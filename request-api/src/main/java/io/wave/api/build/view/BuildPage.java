package io.wave.api.build.view;

import io.wave.api.build.Build;
import io.wave.api.web.page.PageTimes;
import io.wave.build.BuildSpec.IndexEntry;
import io.wave.job.JobState;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the page of a build shows; nothing of who asked for it.
 *
 * @param id the build
 * @param status how it stands, in the words of {@link #status}
 * @param stage what is being done, for a build in progress
 * @param growing whether it will show more by itself
 * @param image what it makes
 * @param digest digest of the image, once pushed
 * @param platform what it is built for
 * @param started when it began
 * @param duration how long it took
 * @param failure why it failed
 * @param containerFile text of the container file
 * @param condaFile text of the Conda file
 * @param parts the images that it lists, for several platforms; else none
 * @param indexes builds of images for several platforms that this one is a part of
 * @param log the log, or what came to it since it was last asked for
 */
record BuildPage(
        String id,
        String status,
        @Nullable String stage,
        boolean growing,
        String image,
        String digest,
        String platform,
        String started,
        String duration,
        @Nullable String failure,
        String containerFile,
        @Nullable String condaFile,
        List<Part> parts,
        List<String> indexes,
        BuildLog log) {

    /**
     * An image for one platform, as a part of one for several.
     *
     * @param platform what it is for
     * @param build what makes or made it, where that is known
     */
    record Part(String platform, @Nullable String build) {

        static Part of(IndexEntry entry) {
            return new Part(
                    entry.platform().toString(),
                    entry.build() == null ? null : entry.build().toString());
        }
    }

    static final String IN_PROGRESS = "IN PROGRESS";

    static BuildPage of(Build build, List<String> indexes, BuildLog log, PageTimes times) {
        return new BuildPage(
                build.job().id(),
                status(build),
                build.job().isFinal() ? null : stage(build.job().state()),
                !build.job().isFinal(),
                build.image(),
                Objects.toString(build.job().digest(), PageTimes.UNKNOWN),
                build.spec().platforms(),
                times.moment(build.workBegan()),
                PageTimes.length(build.duration()),
                build.job().failure(),
                build.spec().containerFile(),
                build.spec().condaFile(),
                Objects.requireNonNullElse(build.spec().index(), List.<IndexEntry>of()).stream()
                        .map(Part::of)
                        .toList(),
                indexes,
                log);
    }

    /** One of three words. */
    static String status(Build build) {
        return build.job().isFinal() ? build.job().state().name() : IN_PROGRESS;
    }

    private static String stage(JobState state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
