package io.wave.api.submission.request;

import io.wave.api.containerfile.naming.NameStrategy;
import io.wave.api.submission.rules.SubmissionReader;
import io.wave.build.BuildCompression;
import io.wave.build.BuildFormat;
import io.wave.container.Layer;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for, read once where it comes in by {@link SubmissionReader}: all members are valid, and what a kind
 * of request does not need is no part of it.
 */
public sealed interface Submission {

    /** What every request has. */
    Asked asked();

    /** An image that exists, to be served with a configuration laid over it. */
    record Extend(Asked asked, Origin.Image image) implements Submission {}

    /** An image that has to be made, unless it is there already. */
    sealed interface Made extends Submission {

        /** What it is made from. */
        Origin origin();

        /** What is to come of it. */
        Product product();

        /** Whether everything is baked into a durable image. */
        default boolean isFreeze() {
            return switch (this) {
                case Build _ -> false;
                case Freeze _ -> true;
            };
        }
    }

    /** An image to be built, which is served with a configuration laid over it. */
    record Build(Asked asked, Origin.Text origin, Product product) implements Made {}

    /** An image with its configuration baked in. */
    record Freeze(Asked asked, Origin origin, Product product) implements Made {}

    /**
     * What is to come of a build.
     *
     * @param context files that the container file refers to
     * @param format what kind of image it is
     * @param strategy how the image of packages is named, null for the usual way
     * @param compression how layers are compressed, null for the usual way
     * @param template what the container file was made by, as it is shown
     * @param dryRun whether only names are computed
     */
    record Product(
            @Nullable Layer context,
            BuildFormat format,
            @Nullable NameStrategy strategy,
            @Nullable BuildCompression compression,
            @Nullable String template,
            boolean dryRun) {

        public boolean isSingularity() {
            return format == BuildFormat.SINGULARITY;
        }
    }
}
