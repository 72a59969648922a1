package io.wave.registry.auth;

import reactor.core.publisher.Mono;

/** Lets the replicas of a service that ask for equal tokens at the same time ask the token service once. */
@FunctionalInterface
public interface TokenFlights {

    /** Every replica asks for itself. */
    TokenFlights NONE = (_, fetch) -> fetch;

    /**
     * The token that another replica is being given, else the one that is fetched; errors likewise.
     *
     * @param request what is asked for, with the secrets that it is asked with
     * @param fetch asks the token service
     */
    Mono<BearerToken> share(TokenRequest request, Mono<BearerToken> fetch);
}
