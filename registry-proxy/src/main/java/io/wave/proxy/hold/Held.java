package io.wave.proxy.hold;

import io.wave.image.Digest;
import io.wave.oci.OciErrorCode;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** How the wait of a pull came out; the same for GET and HEAD. */
public sealed interface Held {

    /**
     * The image can be served.
     *
     * @param digest what it stands for: the pinned source, or what the build made; empty for a request that is not
     *     pinned yet
     */
    record Ready(Optional<Digest> digest) implements Held {}

    /**
     * The build goes on and the client must ask again: {@code 307}.
     *
     * @param relativeLocation path and query to ask, without scheme and host
     */
    record Hop(URI relativeLocation) implements Held {}

    /**
     * The build has failed.
     *
     * @param status the status that this client shows the message of
     * @param message the cause, the build's id and the page to read more
     */
    record Failed(int status, OciErrorCode code, String message) implements Held {}

    /**
     * The build goes on but this round of hops is over: {@code 429}.
     *
     * @param retryAfter when to come again
     * @param message what is still running and where to look
     */
    record Later(Duration retryAfter, String message) implements Held {}
}
