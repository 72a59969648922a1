package io.wave.api.submission;

import io.wave.api.platform.credential.PlatformRegistries;
import io.wave.api.security.caller.Caller;
import io.wave.api.submission.request.Submission;
import io.wave.api.submission.request.SubmitRequest;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Gets the registry credentials ready that callers keep in their Platform, for images that are pulled as they are. Builds and mirrors do
 * not use them.
 */
@Component
class RequestLogins {

    private final Optional<PlatformRegistries> platforms;

    RequestLogins(ObjectProvider<PlatformRegistries> platforms) {
        this.platforms = Optional.ofNullable(platforms.getIfAvailable());
    }

    /** The request with the caller as whom its images are read. */
    Submission ready(SubmitRequest body, Submission submission) {
        return platforms.isPresent() && submission instanceof Submission.Augment augment
                ? ready(platforms.get(), body, augment)
                : submission;
    }

    private static Submission.Augment ready(
            PlatformRegistries platforms, SubmitRequest body, Submission.Augment augment) {
        Caller caller = platforms.ready(
                augment.common().caller(),
                body.towerAccessToken(),
                body.towerEndpoint(),
                body.towerWorkspaceId(),
                RequestImages.read(augment));
        return new Submission.Augment(augment.common().of(caller), augment.image());
    }
}
