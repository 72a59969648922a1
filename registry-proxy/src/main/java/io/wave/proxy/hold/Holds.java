package io.wave.proxy.hold;

import io.wave.token.RequestRecord;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.http.HttpHeaders;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** Lets a pull wait for the build behind its image. */
public interface Holds {

    /**
     * Answers at once for an image that no build is behind or whose source is pinned, else when the build has ended or
     * the hop is over. Cancelling frees all that is held for the pull.
     *
     * @param request the request behind the pull
     * @param headers the headers of the pull, of which the {@code User-Agent} decides about hops and errors
     * @param uri the URI of the pull as the client sent it, hop counter included
     */
    Mono<Held> await(RequestRecord request, HttpHeaders headers, URI uri);

    /**
     * The same wait for a request that {@linkplain #mustWait must wait}, for callers that hold thousands.
     *
     * @param whenOver called at most once, on any thread, maybe before this returns or just as the wait is disposed of
     * @return to be disposed of once, when the client has its answer or has gone
     */
    Disposable hold(RequestRecord request, String userAgent, URI uri, Consumer<Held> whenOver);

    /**
     * What a client that does not wait long is sent on with, where its image is not being built and yet not ready.
     *
     * @return empty for clients that wait
     */
    Optional<Patience> patience(RequestRecord request, String userAgent, URI uri);

    /**
     * How long a client waits.
     *
     * @param length for how long after it came it has to have an answer
     * @param otherwise what it gets if there is none by then
     */
    record Patience(Duration length, Held otherwise) {

        private static final Duration LEAST = Duration.ofSeconds(1);

        /** What is left of it for a call that came at this moment of {@link System#nanoTime()}: time to look, at least. */
        public Duration left(long cameAtNanos) {
            Duration left = length.minusNanos(System.nanoTime() - cameAtNanos);
            return left.compareTo(LEAST) < 0 ? LEAST : left;
        }
    }

    /** Whether a build is behind the request's image whose result is not pinned. */
    static boolean mustWait(RequestRecord request) {
        return request.build() != null && request.sourceDigest() == null;
    }
}
