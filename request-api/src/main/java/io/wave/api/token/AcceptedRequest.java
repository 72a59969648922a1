package io.wave.api.token;

import io.wave.api.build.Admission;
import io.wave.build.BuildId;
import io.wave.image.Digest;
import io.wave.token.RequestRecord;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that has been accepted.
 *
 * @param record what the proxy needs to serve it
 * @param sourceImage the source image in full, or the image being built as its repository was typed
 * @param admission what became of the build behind it, null for a plain image
 * @param asked what was asked for
 * @param digest the digest of what is served or pushed, where it is known
 */
public record AcceptedRequest(
        RequestRecord record,
        String sourceImage,
        @Nullable Admission admission,
        RequestedContainer asked,
        @Nullable Digest digest) {

    /** The build behind it, where it is known. */
    public Optional<BuildId> build() {
        return switch (admission) {
            case null -> Optional.empty();
            case Admission.Awaited(var id, var _) -> Optional.of(id);
            case Admission.Cached(var id, var _) -> id;
        };
    }

    public boolean startedBuild() {
        return admission instanceof Admission.Awaited(var _, var isNew) && isNew;
    }

    /** Whether nothing needs to be waited for. */
    public boolean isReady() {
        return !(admission instanceof Admission.Awaited);
    }
}
