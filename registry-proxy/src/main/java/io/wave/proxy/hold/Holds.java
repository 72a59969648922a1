package io.wave.proxy.hold;

import io.wave.token.RequestRecord;
import java.net.URI;
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

    /** Whether a build is behind the request's image whose result is not pinned. */
    static boolean mustWait(RequestRecord request) {
        return request.build() != null && request.sourceDigest() == null;
    }
}
