package io.wave.proxy.hold;

import io.wave.image.Digest;
import io.wave.oci.OciErrorCode;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** The result of holding a pull; the same for GET and HEAD. */
public sealed interface HoldResult {

    /**
     * The image can be served.
     *
     * @param digest the digest of the image: the pinned source, or the result of the job; empty for a request
     *     that is not pinned yet
     */
    record Ready(Optional<Digest> digest) implements HoldResult {}

    /**
     * The job has not ended and the client is redirected to ask again: {@code 307}.
     *
     * @param relativeLocation path and query to request, without scheme and host
     * @param stopping whether this replica stops, so that the client must not ask it again: on the same connection it would get the next
     *     redirect at once, up to the last
     */
    record Hop(URI relativeLocation, boolean stopping) implements HoldResult {}

    /**
     * The job has failed.
     *
     * @param status the status with which this client shows the message
     * @param message the cause, the id of the job and the URL of its page
     */
    record Failed(int status, OciErrorCode code, String message) implements HoldResult {}

    /**
     * The job has not ended and the client has followed all redirects: {@code 429}.
     *
     * @param retryAfter when to try again
     * @param message the image, the state of its job and the URL of its page
     */
    record RetryLater(Duration retryAfter, String message) implements HoldResult {}
}
