package io.wave.api.submission;

import io.wave.api.access.ImageOrigins;
import io.wave.api.platform.credential.PlatformRegistries;
import io.wave.api.security.caller.Caller;
import io.wave.api.submission.plan.TargetImage;
import io.wave.api.submission.request.Submission;
import io.wave.api.submission.request.SubmitRequest;
import io.wave.image.ImageReference;
import io.wave.mirror.MirrorWork;
import io.wave.registry.config.UserLogins;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The registry credentials that callers keep in their Platform: for the calls of the request itself, and encrypted for the pulls and
 * jobs that follow, each with those that it needs.
 */
@Component
class RequestLogins {

    private final Optional<PlatformRegistries> platforms;
    private final RequestImages images;
    private final ImageOrigins origins;
    private final UserLogins logins;

    RequestLogins(
            ObjectProvider<PlatformRegistries> platforms,
            RequestImages images,
            ImageOrigins origins,
            UserLogins logins) {
        this.platforms = Optional.ofNullable(platforms.getIfAvailable());
        this.images = images;
        this.origins = origins;
        this.logins = logins;
    }

    /** The request with the caller as whom its images are read and pushed. */
    Submission ready(SubmitRequest body, Submission submission) {
        Caller caller = submission.common().caller();
        return platforms
                .flatMap(platform -> platform.session(
                        caller,
                        body.towerAccessToken(),
                        body.towerEndpoint(),
                        body.towerWorkspaceId(),
                        body.workflowId()))
                .map(session -> session.ready(
                        origins.of(images.read(submission), caller.tenant()), RequestImages.pushed(submission)))
                .map(submission::of)
                .orElse(submission);
    }

    /** For pulls of the image of a request that is not built or mirrored. */
    @Nullable
    String ofPull(Submission.Augment request) {
        return seal(request, images.read(request));
    }

    /** For pulls of an image that is built: with the layers of the configuration, if these are not part of it. */
    @Nullable
    String ofPull(Submission.BuildSubmission request, TargetImage image) {
        List<ImageReference> pulled = new ArrayList<>(List.of(image.target()));
        if (image.frozen() == null) {
            pulled.addAll(RequestImages.ofLayers(request.common()));
        }
        return seal(request, pulled);
    }

    /** For the build of an image, and its scans. */
    @Nullable
    String ofBuild(Submission.BuildSubmission request, TargetImage image) {
        List<ImageReference> used = new ArrayList<>(images.read(request));
        Stream.concat(Stream.of(image), image.parts().stream())
                .map(TargetImage::target)
                .forEach(used::add);
        Optional.ofNullable(image.output().cacheRepository())
                .map(ImageReference::parse)
                .ifPresent(used::add);
        return seal(request, used);
    }

    /** For pulls of a copy. */
    @Nullable
    String ofPull(MirrorWork work) {
        return logins.seal(work.tenant(), List.of(work.target()));
    }

    /** For the mirror of an image, and its scans. */
    @Nullable
    String ofMirror(MirrorWork work) {
        return logins.seal(work.tenant(), List.of(work.source(), work.target()));
    }

    private @Nullable String seal(Submission request, List<ImageReference> used) {
        return logins.seal(request.common().caller().tenant(), used);
    }
}
