package io.wave.registry;

import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.wave.registry.access.RegistryTarget;
import io.wave.registry.auth.Authorizations;
import io.wave.registry.auth.BearerTokens;
import io.wave.registry.auth.TokenService;
import io.wave.registry.auth.TokenSharing;
import io.wave.registry.call.Redirects;
import io.wave.registry.call.RegistryCaller;
import io.wave.registry.http.Transport;
import io.wave.registry.http.UpstreamFailures;
import io.wave.registry.login.LoginExchange;
import io.wave.registry.retry.Retries;
import java.time.Clock;
import reactor.core.publisher.Mono;

/** {@code GET /v2/} with given credentials. No token or challenge is kept for other calls. */
final class LoginEndpoint {

    private final Transport transport;
    private final TokenService tokens;
    private final LoginExchange exchange;
    private final Retries retries;
    private final UpstreamFailures failures;
    private final Clock clock;

    LoginEndpoint(
            Transport transport,
            TokenService tokens,
            LoginExchange exchange,
            Retries retries,
            UpstreamFailures failures,
            Clock clock) {
        this.transport = transport;
        this.tokens = tokens;
        this.exchange = exchange;
        this.retries = retries;
        this.failures = failures;
        this.clock = clock;
    }

    /** Whether the registry accepts the credentials. A registry that never asks for credentials accepts all. */
    Mono<Boolean> accepts(RegistryTarget target) {
        Authorizations temporary = new Authorizations(new BearerTokens(), tokens, exchange, retries, TokenSharing.NONE);
        return new Redirects(new RegistryCaller(transport, temporary, retries, failures, clock))
                .follow(target, HttpMethod.GET, target.endpoint().resolve("/v2/"), EmptyHttpHeaders.INSTANCE)
                .flatMap(reply -> reply.drain().thenReturn(reply.isSuccess()));
    }
}
