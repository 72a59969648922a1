package io.wave.proxy.token;

import io.wave.proxy.background.BackgroundWork;
import io.wave.proxy.requestapi.RequestApi;
import io.wave.token.ContainerToken;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Looks tokens in use up again, many in one round trip to Redis. Only what Redis does not hold is asked for at
 * request-api; while neither answers, what is in memory stays.
 */
final class TokenChecks implements BackgroundWork {

    private static final int MAX_TOKENS = 10_000;
    private static final int BATCH = 200;
    private static final int MAX_ASKED_AT_ONCE = 8;

    private final RememberedRequests requests;
    private final RequestRecords records;
    private final RequestApi requestApi;
    private final Duration interval;

    TokenChecks(RememberedRequests requests, RequestRecords records, RequestApi requestApi, Duration interval) {
        this.requests = requests;
        this.records = records;
        this.requestApi = requestApi;
        this.interval = interval;
    }

    @Override
    public Flux<Void> work() {
        return BackgroundWork.every(interval, Mono.defer(this::round));
    }

    Mono<Void> round() {
        return Flux.fromIterable(requests.takeUsed(MAX_TOKENS))
                .buffer(BATCH)
                .concatMap(this::check)
                .then();
    }

    private Mono<Void> check(List<ContainerToken> tokens) {
        return records.findAll(tokens)
                .flatMapMany(found -> {
                    found.forEach(this::apply);
                    return Flux.fromIterable(tokens).filter(token -> !found.containsKey(token));
                })
                .flatMap(this::ask, MAX_ASKED_AT_ONCE)
                .then();
    }

    private void apply(ContainerToken token, HeldRecord held) {
        switch (held) {
            case HeldRecord.Live(var request) -> requests.replace(request);
            case HeldRecord.Revoked() -> requests.end(token);
        }
    }

    private Mono<Void> ask(ContainerToken token) {
        return requestApi
                .request(token)
                .doOnNext(requests::replace)
                .switchIfEmpty(Mono.fromRunnable(() -> requests.end(token)))
                .then()
                .onErrorComplete();
    }
}
