package io.wave.proxy.token;

import io.wave.image.Digest;
import io.wave.proxy.address.ClientAddress;
import io.wave.token.ContainerToken;
import io.wave.token.RequestRecord;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The requests behind the tokens. What is kept in memory ends with the token: at its expiry, when it is revoked, and
 * when a check in the background no longer finds it.
 */
public interface Requests {

    /**
     * The request of a token: from memory, else from Redis, else from request-api; equal look-ups share one.
     *
     * @param client who asks; one that names too many unknown tokens is refused for a while
     * @return empty for a token that is unknown, expired or revoked; a {@code RegistryException} when nobody can be
     *     asked or the client is refused
     */
    Mono<RequestRecord> find(ContainerToken token, ClientAddress client);

    /** The request of a token that is in memory and has not ended; for the hot path, allocates nothing. */
    @Nullable
    RequestRecord peek(ContainerToken token);

    /**
     * Pins the source of a request unless it is pinned already, here, at request-api and in Redis.
     *
     * @return the digest that is pinned: the first that was reported by any replica
     */
    Mono<Digest> pin(RequestRecord request, Digest digest);

    /**
     * Has the listener called with each request that leaves the memory, for whatever reason: nobody watches its token
     * any more, so nothing may go on under it without finding it again. The listener must be quick.
     */
    void whenDropped(Consumer<RequestRecord> listener);
}
