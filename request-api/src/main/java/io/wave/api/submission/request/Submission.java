package io.wave.api.submission.request;

import io.wave.api.containerfile.naming.NameStrategy;
import io.wave.api.security.caller.Caller;
import io.wave.build.BuildCompression;
import io.wave.build.BuildFormat;
import io.wave.container.Layer;
import io.wave.image.ImageReference;
import org.jspecify.annotations.Nullable;

/** A validated container request, read from the request body by {@code SubmissionParser}. */
public sealed interface Submission {

    /** What all requests have in common. */
    CommonParameters common();

    /** The same for another caller. */
    default Submission of(Caller caller) {
        return switch (this) {
            case Augment(var common, var image) -> new Augment(common.of(caller), image);
            case Mirror(var common, var source, var target, var dryRun) ->
                new Mirror(common.of(caller), source, target, dryRun);
            case Build(var common, var origin, var options) -> new Build(common.of(caller), origin, options);
            case Freeze(var common, var origin, var options) -> new Freeze(common.of(caller), origin, options);
        };
    }

    /** An existing image, to which the proxy adds the configuration when it is pulled. */
    record Augment(CommonParameters common, Origin.Image image) implements Submission {}

    /**
     * An existing image that is copied to another registry.
     *
     * @param source the image to copy
     * @param target the name of the copy, with the tag or digest of the source
     * @param dryRun whether only the name is computed
     */
    record Mirror(CommonParameters common, Origin.Image source, ImageReference target, boolean dryRun)
            implements Submission {}

    /** An image that is built, unless it exists already. */
    sealed interface BuildSubmission extends Submission {

        /** What the image is built from. */
        Origin origin();

        /** How the image is built. */
        BuildOptions options();

        /** Whether the configuration becomes part of the image. */
        default boolean isFreeze() {
            return switch (this) {
                case Build _ -> false;
                case Freeze _ -> true;
            };
        }
    }

    /** An image to build, to which the proxy adds the configuration when it is pulled. */
    record Build(CommonParameters common, Origin.Text origin, BuildOptions options) implements BuildSubmission {}

    /** An image to build that contains the configuration. */
    record Freeze(CommonParameters common, Origin origin, BuildOptions options) implements BuildSubmission {}

    /**
     * How an image is built.
     *
     * @param context files that the container file refers to
     * @param format image format
     * @param strategy how an image built from packages is named; null for the default
     * @param compression layer compression; null for the default
     * @param template build template that generated the container file, as shown to users
     * @param dryRun whether only names are computed
     */
    record BuildOptions(
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
