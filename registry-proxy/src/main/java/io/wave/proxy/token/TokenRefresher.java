package io.wave.proxy.token;

import io.wave.proxy.background.BackgroundTask;
import io.wave.proxy.requestapi.RequestApiClient;
import io.wave.token.ContainerToken;
import io.wave.token.RequestRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Looks up tokens in use again, many per round trip to Redis, and renews those that are due. Only tokens that Redis does not
 * have are asked for at request-api; while neither responds, entries in memory stay.
 */
final class TokenRefresher implements BackgroundTask {

    private static final int MAX_TOKENS = 10_000;
    private static final int BATCH = 200;
    private static final int MAX_CONCURRENT_CALLS = 8;

    private final RequestCache requests;
    private final RedisRequests stored;
    private final RequestApiClient requestApi;
    private final Duration interval;
    private final Clock clock;

    TokenRefresher(
            RequestCache requests, RedisRequests stored, RequestApiClient requestApi, Duration interval, Clock clock) {
        this.requests = requests;
        this.stored = stored;
        this.requestApi = requestApi;
        this.interval = interval;
        this.clock = clock;
    }

    @Override
    public Flux<Void> run() {
        return BackgroundTask.every(interval, Mono.defer(this::refresh));
    }

    Mono<Void> refresh() {
        return Flux.fromIterable(requests.nextUsedTokens(MAX_TOKENS))
                .buffer(BATCH)
                .concatMap(this::check)
                .then();
    }

    private Mono<Void> check(List<ContainerToken> tokens) {
        return stored.findAll(tokens)
                .flatMapMany(found -> Flux.fromIterable(tokens)
                        .flatMap(
                                token -> Optional.ofNullable(found.get(token))
                                        .map(entry -> apply(token, entry))
                                        .orElseGet(() -> askRequestApi(token)),
                                MAX_CONCURRENT_CALLS))
                .filter(this::isDue)
                .flatMap(this::renew, MAX_CONCURRENT_CALLS)
                .then();
    }

    private Mono<RequestRecord> apply(ContainerToken token, StoredRequest entry) {
        return switch (entry) {
            case StoredRequest.Live(var request) -> Mono.fromSupplier(() -> updated(request));
            case StoredRequest.Revoked() -> Mono.fromRunnable(() -> requests.remove(token));
        };
    }

    private Mono<RequestRecord> askRequestApi(ContainerToken token) {
        return requestApi
                .findRequest(token)
                .map(this::updated)
                .switchIfEmpty(Mono.fromRunnable(() -> requests.remove(token)))
                .onErrorComplete();
    }

    private RequestRecord updated(RequestRecord request) {
        requests.update(request);
        return request;
    }

    private boolean isDue(RequestRecord request) {
        Instant from = request.renewAt();
        return from != null && !clock.instant().isBefore(from);
    }

    /** If request-api does not respond, the next refresh in which the token is used renews it. */
    private Mono<RequestRecord> renew(RequestRecord request) {
        return requestApi.renew(request.token()).map(this::updated).onErrorComplete();
    }
}
