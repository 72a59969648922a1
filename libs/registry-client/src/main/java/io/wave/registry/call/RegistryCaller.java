package io.wave.registry.call;

import io.wave.registry.access.Origin;
import io.wave.registry.access.RegistryTarget;
import io.wave.registry.auth.Authorizations;
import io.wave.registry.error.RegistryException;
import io.wave.registry.http.Outgoing;
import io.wave.registry.http.Reply;
import io.wave.registry.http.Transport;
import io.wave.registry.http.UpstreamFailures;
import io.wave.registry.retry.Retries;
import java.net.URI;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Calls a registry's endpoint: shows it what it asks for and repeats what failed for a moment. */
public final class RegistryCaller {

    private static final int UNAUTHORIZED = 401;

    private final Transport transport;
    private final Authorizations authorizations;
    private final Retries retries;
    private final UpstreamFailures failures;

    public RegistryCaller(Transport transport, Authorizations authorizations, Retries retries, UpstreamFailures failures) {
        this.transport = transport;
        this.authorizations = authorizations;
        this.retries = retries;
        this.failures = failures;
    }

    /** The answer, whatever it is but a 401, a 429 or a 5xx; those and broken calls are {@link RegistryException}s. */
    public Mono<Reply> call(RegistryTarget target, URI uri, Outgoing request) {
        return retries.around(Origin.of(uri), target.credentials(), once(target, uri, request));
    }

    /** The same, not repeated. */
    public Mono<Reply> once(RegistryTarget target, URI uri, Outgoing request) {
        return Mono.defer(() -> authorized(target, uri, request))
                .flatMap(reply -> isFailure(reply.status()) ? failures.<Reply>fail(target, reply) : Mono.just(reply))
                .onErrorMap(failure -> UpstreamFailures.broken(target, uri, failure));
    }

    /** A call to another origin than the registry's: nothing is shown to it. */
    Mono<Reply> callElsewhere(RegistryTarget target, URI uri, Outgoing request) {
        return retries.around(Origin.of(uri), Optional.empty(), onceElsewhere(target, uri, request));
    }

    /** The same, not repeated. */
    public Mono<Reply> onceElsewhere(RegistryTarget target, URI uri, Outgoing request) {
        return transport
                .send(uri, request)
                .flatMap(reply -> isFailure(reply.status()) ? failures.<Reply>fail(target, reply) : Mono.just(reply))
                .onErrorMap(failure -> UpstreamFailures.broken(target, uri, failure));
    }

    private static boolean isFailure(int status) {
        return status == UNAUTHORIZED || status == 429 || status >= 500;
    }

    private Mono<Reply> authorized(RegistryTarget target, URI uri, Outgoing request) {
        return authorizations
                .known(target)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(shown -> send(uri, request, shown)
                        .flatMap(reply -> reply.status() == UNAUTHORIZED
                                ? again(target, request, reply, shown)
                                : Mono.just(reply)));
    }

    private Mono<Reply> again(RegistryTarget target, Outgoing request, Reply refusal, Optional<String> shown) {
        return refusal.drain()
                .then(Mono.defer(() -> authorizations.answer(target, refusal, shown)))
                .flatMap(header -> send(refusal.uri(), request, Optional.of(header)));
    }

    private Mono<Reply> send(URI uri, Outgoing request, Optional<String> authorization) {
        return transport.send(uri, authorization.map(request::authorized).orElse(request));
    }
}
