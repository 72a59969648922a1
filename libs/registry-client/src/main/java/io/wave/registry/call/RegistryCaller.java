package io.wave.registry.call;

import io.wave.registry.access.Origin;
import io.wave.registry.access.RegistryTarget;
import io.wave.registry.auth.Authorizations;
import io.wave.registry.error.RegistryException;
import io.wave.registry.http.OutgoingRequest;
import io.wave.registry.http.RateLimit;
import io.wave.registry.http.Reply;
import io.wave.registry.http.Transport;
import io.wave.registry.http.UpstreamFailures;
import io.wave.registry.retry.Retries;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Calls a registry with the authorization it asks for, and retries temporary failures. */
public final class RegistryCaller {

    private static final int UNAUTHORIZED = 401;

    private final Transport transport;
    private final Authorizations authorizations;
    private final Retries retries;
    private final UpstreamFailures failures;
    private final Clock clock;

    public RegistryCaller(
            Transport transport,
            Authorizations authorizations,
            Retries retries,
            UpstreamFailures failures,
            Clock clock) {
        this.transport = transport;
        this.authorizations = authorizations;
        this.retries = retries;
        this.failures = failures;
        this.clock = clock;
    }

    /** The response of any status but 401, 429 and 5xx; these and failed calls are {@link RegistryException}s. */
    public Mono<Reply> call(RegistryTarget target, URI uri, OutgoingRequest request) {
        return retries.apply(target, Origin.of(uri), target.credentials(), callOnce(target, uri, request));
    }

    /** The same without retries. */
    public Mono<Reply> callOnce(RegistryTarget target, URI uri, OutgoingRequest request) {
        return Mono.defer(() -> authorized(target, uri, request))
                .doOnNext(reply -> observe(target, uri, reply))
                .flatMap(reply -> isFailure(reply.status()) ? failures.<Reply>fail(target, reply) : Mono.just(reply))
                .onErrorMap(failure -> UpstreamFailures.callFailed(target, uri, failure));
    }

    private void observe(RegistryTarget target, URI uri, Reply reply) {
        RateLimit.observe(target, reply);
        RateLimit.left(reply, clock).ifPresent(left -> retries.observe(Origin.of(uri), target.credentials(), left));
    }

    /** A call to another origin than that of the registry, without authorization. */
    Mono<Reply> callOtherOrigin(RegistryTarget target, URI uri, OutgoingRequest request) {
        return retries.apply(target, Origin.of(uri), Optional.empty(), callOtherOriginOnce(target, uri, request));
    }

    /** The same without retries. */
    public Mono<Reply> callOtherOriginOnce(RegistryTarget target, URI uri, OutgoingRequest request) {
        return transport
                .send(uri, request)
                .flatMap(reply -> isFailure(reply.status()) ? failures.<Reply>fail(target, reply) : Mono.just(reply))
                .onErrorMap(failure -> UpstreamFailures.callFailed(target, uri, failure));
    }

    private static boolean isFailure(int status) {
        return status == UNAUTHORIZED || status == 429 || status >= 500;
    }

    private Mono<Reply> authorized(RegistryTarget target, URI uri, OutgoingRequest request) {
        return authorizations
                .current(target)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(authorization -> send(uri, request, authorization)
                        .flatMap(reply -> reply.status() == UNAUTHORIZED
                                ? callAuthorized(target, request, reply, authorization)
                                : Mono.just(reply)));
    }

    private Mono<Reply> callAuthorized(
            RegistryTarget target, OutgoingRequest request, Reply refusal, Optional<String> authorization) {
        return refusal.drain()
                .then(Mono.defer(() -> authorizations.answer(target, refusal, authorization)))
                .flatMap(header -> send(refusal.uri(), request, Optional.of(header))
                        .flatMap(reply -> isReplaceable(reply, authorization, header)
                                ? callAuthorized(target, request, reply, Optional.of(header))
                                : Mono.just(reply)));
    }

    /** The first login that a repository rejects may have ended: it is replaced once. */
    private static boolean isReplaceable(Reply reply, Optional<String> before, String header) {
        return reply.status() == UNAUTHORIZED && before.isEmpty() && Authorizations.isLogin(header);
    }

    private Mono<Reply> send(URI uri, OutgoingRequest request, Optional<String> authorization) {
        return transport.send(uri, authorization.map(request::authorized).orElse(request));
    }
}
