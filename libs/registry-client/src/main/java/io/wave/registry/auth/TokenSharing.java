package io.wave.registry.auth;

import reactor.core.publisher.Mono;

/** Shares tokens among the replicas of a service, so that only one of them requests a token at a time. */
@FunctionalInterface
public interface TokenSharing {

    /** No sharing: every replica requests its own tokens. */
    TokenSharing NONE = (_, fetch) -> fetch;

    /**
     * The token, or the error, of another replica that is requesting the same one; otherwise the one that is fetched.
     *
     * @param request request, including the credentials
     * @param fetch requests the token from the token service
     */
    Mono<BearerToken> share(TokenRequest request, Mono<BearerToken> fetch);
}
