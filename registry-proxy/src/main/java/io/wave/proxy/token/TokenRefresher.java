package io.wave.proxy.token;

import io.wave.proxy.background.BackgroundTask;
import io.wave.proxy.requestapi.RequestApiClient;
import io.wave.token.ContainerToken;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Looks up tokens in use again, many per round trip to Redis. Only tokens that Redis does not have are asked for at
 * request-api; while neither responds, entries in memory stay.
 */
final class TokenRefresher implements BackgroundTask {

    private static final int MAX_TOKENS = 10_000;
    private static final int BATCH = 200;
    private static final int MAX_CONCURRENT_CALLS = 8;

    private final RequestCache requests;
    private final RedisRequests stored;
    private final RequestApiClient requestApi;
    private final Duration interval;

    TokenRefresher(RequestCache requests, RedisRequests stored, RequestApiClient requestApi, Duration interval) {
        this.requests = requests;
        this.stored = stored;
        this.requestApi = requestApi;
        this.interval = interval;
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
                .flatMapMany(found -> {
                    found.forEach(this::apply);
                    return Flux.fromIterable(tokens).filter(token -> !found.containsKey(token));
                })
                .flatMap(this::askRequestApi, MAX_CONCURRENT_CALLS)
                .then();
    }

    private void apply(ContainerToken token, StoredRequest entry) {
        switch (entry) {
            case StoredRequest.Live(var request) -> requests.update(request);
            case StoredRequest.Revoked() -> requests.remove(token);
        }
    }

    private Mono<Void> askRequestApi(ContainerToken token) {
        return requestApi
                .findRequest(token)
                .doOnNext(requests::update)
                .switchIfEmpty(Mono.fromRunnable(() -> requests.remove(token)))
                .then()
                .onErrorComplete();
    }
}
