package io.wave.registry;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Calls a registry's endpoint: shows it what it asks for and repeats what failed for a moment. */
final class RegistryCaller {

    private static final int UNAUTHORIZED = 401;

    private final Transport transport;
    private final Authorizations authorizations;
    private final Retries retries;
    private final UpstreamFailures failures;

    RegistryCaller(Transport transport, Authorizations authorizations, Retries retries, UpstreamFailures failures) {
        this.transport = transport;
        this.authorizations = authorizations;
        this.retries = retries;
        this.failures = failures;
    }

    /** The answer, whatever it is but a 401, a 429 or a 5xx; those and broken calls are {@link RegistryException}s. */
    Mono<Reply> call(RegistryTarget target, HttpMethod method, URI uri, HttpHeaders headers) {
        Mono<Reply> once = Mono.defer(() -> authorized(target, method, uri, headers))
                .flatMap(reply -> isFailure(reply.status()) ? failures.<Reply>fail(target, reply) : Mono.just(reply))
                .onErrorMap(failure -> UpstreamFailures.broken(target, failure));
        return retries.around(Origin.of(uri), once);
    }

    /** A call to another origin than the registry's: nothing is shown to it. */
    Mono<Reply> callElsewhere(RegistryTarget target, HttpMethod method, URI uri, HttpHeaders headers) {
        Mono<Reply> once = transport
                .send(method, uri, headers)
                .flatMap(reply -> isFailure(reply.status()) ? failures.<Reply>fail(target, reply) : Mono.just(reply))
                .onErrorMap(failure -> UpstreamFailures.broken(target, failure));
        return retries.around(Origin.of(uri), once);
    }

    private static boolean isFailure(int status) {
        return status == UNAUTHORIZED || status == 429 || status >= 500;
    }

    private Mono<Reply> authorized(RegistryTarget target, HttpMethod method, URI uri, HttpHeaders headers) {
        return authorizations
                .known(target)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(shown -> send(method, uri, headers, shown)
                        .flatMap(reply -> reply.status() == UNAUTHORIZED
                                ? again(target, method, headers, reply, shown)
                                : Mono.just(reply)));
    }

    private Mono<Reply> again(
            RegistryTarget target, HttpMethod method, HttpHeaders headers, Reply refusal, Optional<String> shown) {
        return refusal.drain()
                .then(Mono.defer(() -> authorizations.answer(target, refusal, shown)))
                .flatMap(header -> send(method, refusal.uri(), headers, Optional.of(header)));
    }

    private Mono<Reply> send(HttpMethod method, URI uri, HttpHeaders headers, Optional<String> authorization) {
        HttpHeaders all = headers.copy();
        authorization.ifPresent(header -> all.set(HttpHeaderNames.AUTHORIZATION, header));
        return transport.send(method, uri, all);
    }
}
