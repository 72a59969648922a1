package io.wave.proxy.token;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.wave.image.Digest;
import io.wave.oci.OciErrorCode;
import io.wave.proxy.address.ClientAddress;
import io.wave.proxy.cache.SingleFlight;
import io.wave.proxy.requestapi.RequestApi;
import io.wave.registry.RegistryException;
import io.wave.registry.RegistryFailure;
import io.wave.token.ContainerToken;
import io.wave.token.RequestRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** {@link Requests} in bounded memory, in front of Redis, in front of request-api. */
final class RememberedRequests implements Requests {

    private static final int MAX_UNKNOWN = 100_000;
    private static final int STRANGERS_AT_ONCE = 8;
    private static final int STRANGERS_WAITING = 1_000;
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final RequestRecords records;
    private final RequestApi requestApi;
    private final StrangerLimit strangers;
    private final Turns turns = new Turns(STRANGERS_AT_ONCE, STRANGERS_WAITING);
    private final Clock clock;
    private final AsyncCache<ContainerToken, RememberedRequest> memory;
    private final Cache<ContainerToken, Boolean> unknown;
    private final SingleFlight<ContainerToken, Digest> pins = new SingleFlight<>();
    private final List<Consumer<RequestRecord>> listeners = new CopyOnWriteArrayList<>();
    private final Rounds<ContainerToken, RememberedRequest> rounds;

    RememberedRequests(
            RequestRecords records,
            RequestApi requestApi,
            StrangerLimit strangers,
            RequestsProperties properties,
            Clock clock) {
        this.records = records;
        this.requestApi = requestApi;
        this.strangers = strangers;
        this.clock = clock;
        this.memory = Caffeine.newBuilder()
                .maximumWeight(properties.maxSize().toBytes())
                .weigher((ContainerToken _, RememberedRequest request) -> request.weight())
                .expireAfter(Expiry.writing((ContainerToken _, RememberedRequest request) -> remaining(request)))
                .scheduler(Scheduler.systemScheduler())
                .removalListener(
                        (@Nullable ContainerToken _, @Nullable RememberedRequest request, RemovalCause cause) ->
                                removed(request, cause))
                .buildAsync();
        this.rounds = new Rounds<>(memory.synchronous().asMap());
        this.unknown = Caffeine.newBuilder()
                .expireAfterWrite(properties.unknownFor())
                .maximumSize(MAX_UNKNOWN)
                .build();
    }

    @Override
    public Mono<RequestRecord> find(ContainerToken token, ClientAddress client) {
        return Mono.defer(() -> {
            RequestRecord known = peek(token);
            if (known != null) {
                return Mono.just(known);
            }
            return unknown.getIfPresent(token) == null ? ask(token, client) : Mono.empty();
        });
    }

    private Mono<RequestRecord> ask(ContainerToken token, ClientAddress client) {
        return Mono.fromFuture(memory.get(token, (key, _) -> lookUp(key, client)), true)
                .map(RememberedRequest::use)
                .switchIfEmpty(Mono.defer(() ->
                        strangers.miss(client).map(Mono::<RequestRecord>error).orElseGet(Mono::empty)));
    }

    /** A look-up that many may wait for: it does not end with the pull that began it. */
    private CompletableFuture<@Nullable RememberedRequest> lookUp(ContainerToken token, ClientAddress client) {
        return records.find(token)
                .switchIfEmpty(Mono.defer(() -> askRequestApi(token, client)).map(HeldRecord.Live::new))
                .flatMap(RememberedRequests::unlessRevoked)
                .filter(request -> clock.instant().isBefore(request.expiresAt()))
                .switchIfEmpty(Mono.fromRunnable(() -> unknown.put(token, Boolean.TRUE)))
                .map(RememberedRequest::new)
                .toFuture();
    }

    private static Mono<RequestRecord> unlessRevoked(HeldRecord held) {
        return switch (held) {
            case HeldRecord.Live(var request) -> Mono.just(request);
            case HeldRecord.Revoked() -> Mono.empty();
        };
    }

    /** An address that many unknown tokens come from gets some of the calls to request-api only, in turn. */
    private Mono<RequestRecord> askRequestApi(ContainerToken token, ClientAddress client) {
        Mono<RequestRecord> asked = requestApi.request(token);
        return strangers.isOver(client) ? turns.take(asked, RememberedRequests::busy) : asked;
    }

    private static RegistryException busy() {
        return RegistryException.again(
                RegistryFailure.BUSY,
                OciErrorCode.UNAVAILABLE,
                0,
                "too many container tokens are being looked up, try again",
                PAUSE);
    }

    @Override
    public @Nullable RequestRecord peek(ContainerToken token) {
        RememberedRequest request = memory.synchronous().getIfPresent(token);
        return request == null || request.endsAtMillis() <= clock.millis() ? null : request.use();
    }

    @Override
    public Mono<Digest> pin(RequestRecord request, Digest digest) {
        // Looked at again when it is this pull's turn to report: another may just have ended.
        return pinned(request)
                .switchIfEmpty(pins.share(
                        request.token(), pinned(request).switchIfEmpty(Mono.defer(() -> report(request, digest)))));
    }

    private Mono<Digest> pinned(RequestRecord request) {
        return Mono.fromSupplier(() -> {
            RequestRecord known = peek(request.token());
            return known == null ? request.sourceDigest() : known.sourceDigest();
        });
    }

    private Mono<Digest> report(RequestRecord request, Digest digest) {
        return requestApi.pin(request.token(), digest).doOnNext(first -> replace(request.pinnedTo(first)));
    }

    @Override
    public void whenDropped(Consumer<RequestRecord> listener) {
        listeners.add(listener);
    }

    /** The token has ended: nothing here may serve it any more. */
    void end(ContainerToken token) {
        unknown.put(token, Boolean.TRUE);
        memory.synchronous().invalidate(token);
    }

    /** What the newest look says of a request that is in memory. */
    void replace(RequestRecord request) {
        memory.synchronous()
                .asMap()
                .computeIfPresent(
                        request.token(),
                        (_, old) -> old.request().equals(request) ? old : new RememberedRequest(request));
    }

    /** Tokens that were used since they were last taken, at most so many, in turn. For one caller at a time. */
    List<ContainerToken> takeUsed(int limit) {
        return rounds.next(limit, RememberedRequest::takeUsed);
    }

    private Duration remaining(RememberedRequest request) {
        return Duration.between(clock.instant(), Instant.ofEpochMilli(request.endsAtMillis()));
    }

    private void removed(@Nullable RememberedRequest request, RemovalCause cause) {
        if (request != null && cause != RemovalCause.REPLACED) {
            listeners.forEach(listener -> listener.accept(request.request()));
        }
    }
}
