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
import io.wave.proxy.requestapi.RequestApiClient;
import io.wave.registry.config.UserLogins;
import io.wave.registry.error.RegistryException;
import io.wave.registry.error.RegistryFailure;
import io.wave.registry.flight.SingleFlight;
import io.wave.token.ContainerToken;
import io.wave.token.RequestRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * Container requests by token. An entry in memory is removed when its token expires, when it is revoked, and when a
 * refresh no longer finds it.
 */
public final class RequestCache {

    private static final int MAX_UNKNOWN_TOKENS = 100_000;
    private static final int MAX_CONCURRENT_LOOKUPS = 8;
    private static final int MAX_QUEUED_LOOKUPS = 1_000;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final RedisRequests stored;
    private final RequestApiClient requestApi;
    private final UnknownTokenLimit unknownTokens;
    private final UserLogins logins;
    private final ConcurrencyLimiter limitedLookups =
            new ConcurrencyLimiter(MAX_CONCURRENT_LOOKUPS, MAX_QUEUED_LOOKUPS);
    private final Clock clock;
    private final AsyncCache<ContainerToken, CachedRequest> cache;
    private final Cache<ContainerToken, Absence> unknown;
    private final SingleFlight<ContainerToken, Digest> pins = new SingleFlight<>();
    private final List<Consumer<RequestRecord>> listeners = new CopyOnWriteArrayList<>();
    private final RoundRobin<ContainerToken, CachedRequest> usedTokens;

    RequestCache(
            RedisRequests stored,
            RequestApiClient requestApi,
            UnknownTokenLimit unknownTokens,
            RequestsProperties properties,
            UserLogins logins,
            Clock clock) {
        this.stored = stored;
        this.requestApi = requestApi;
        this.unknownTokens = unknownTokens;
        this.logins = logins;
        this.clock = clock;
        this.cache = Caffeine.newBuilder()
                .maximumWeight(properties.maxSize().toBytes())
                .weigher((ContainerToken _, CachedRequest request) -> request.weight())
                .expireAfter(Expiry.writing((ContainerToken _, CachedRequest request) -> remaining(request)))
                .scheduler(Scheduler.systemScheduler())
                .removalListener((@Nullable ContainerToken _, @Nullable CachedRequest request, RemovalCause cause) ->
                        notifyListeners(request, cause))
                .buildAsync();
        this.usedTokens = new RoundRobin<>(cache.synchronous().asMap());
        this.unknown = Caffeine.newBuilder()
                .expireAfterWrite(properties.unknownFor())
                .maximumSize(MAX_UNKNOWN_TOKENS)
                .build();
    }

    /**
     * The request of a token: from memory, otherwise from Redis, otherwise from request-api; concurrent lookups of a
     * token share one.
     *
     * @param client the client; one that asks for too many unknown tokens is rejected for a while
     * @return empty for a token that is unknown, expired or revoked; a {@code RegistryException} if neither Redis nor request-api could be
     *     asked or the client is rejected
     */
    public Mono<RequestRecord> find(ContainerToken token, ClientAddress client) {
        return Mono.defer(() -> {
            RequestRecord cached = peek(token);
            if (cached != null) {
                return Mono.just(cached);
            }
            return unknown.getIfPresent(token) == null ? lookUpAndCount(token, client) : Mono.empty();
        });
    }

    private Mono<RequestRecord> lookUpAndCount(ContainerToken token, ClientAddress client) {
        return Mono.deferContextual(pull ->
                        Mono.fromFuture(cache.get(token, (key, _) -> lookUp(key, client, pull)), true))
                .map(CachedRequest::use)
                .switchIfEmpty(Mono.defer(() -> unknownTokens
                        .recordMiss(client)
                        .map(Mono::<RequestRecord>error)
                        .orElseGet(Mono::empty)));
    }

    /** Many may wait for this lookup: it continues when the pull that started it ends, and belongs to the trace of that pull. */
    private CompletableFuture<@Nullable CachedRequest> lookUp(
            ContainerToken token, ClientAddress client, ContextView pull) {
        return stored.find(token)
                .switchIfEmpty(Mono.defer(() -> findAtRequestApi(token, client)).map(StoredRequest.Live::new))
                .flatMap(RequestCache::ifValid)
                .flatMap(request -> isLive(request) ? Mono.just(request) : expired(request))
                .switchIfEmpty(Mono.fromRunnable(() -> unknown.asMap().putIfAbsent(token, Absence.UNEXPLAINED)))
                .doOnNext(request -> logins.open(request.tenant(), request.logins(), request.createdAt()))
                .map(CachedRequest::new)
                .contextWrite(pull)
                .toFuture();
    }

    private boolean isLive(RequestRecord request) {
        return clock.instant().isBefore(request.expiresAt());
    }

    private Mono<RequestRecord> expired(RequestRecord request) {
        return Mono.fromRunnable(() -> unknown.put(request.token(), new Absence(request.expiresAt())));
    }

    private static Mono<RequestRecord> ifValid(StoredRequest held) {
        return switch (held) {
            case StoredRequest.Live(var request) -> Mono.just(request);
            case StoredRequest.Revoked() -> Mono.empty();
        };
    }

    /** Lookups for an address that asked for many unknown tokens are limited in number and queued. */
    private Mono<RequestRecord> findAtRequestApi(ContainerToken token, ClientAddress client) {
        Mono<RequestRecord> lookup = requestApi.findRequest(token);
        return unknownTokens.isExceeded(client) ? limitedLookups.run(lookup, RequestCache::busy) : lookup;
    }

    private static RegistryException busy() {
        return RegistryException.ofReplica(
                RegistryFailure.BUSY,
                OciErrorCode.UNAVAILABLE,
                0,
                "too many lookups of unknown container tokens, try again later",
                RETRY_AFTER);
    }

    /** The request of a token if it is in memory and has not expired; allocates nothing, for the hot path. */
    public @Nullable RequestRecord peek(ContainerToken token) {
        CachedRequest request = cache.synchronous().getIfPresent(token);
        return request == null || request.expiresAtMillis() <= clock.millis() ? null : request.use();
    }

    /** When a token expired that was not found a moment ago; empty if it is not known, or was revoked. */
    public Optional<Instant> expiry(ContainerToken token) {
        return Optional.ofNullable(unknown.getIfPresent(token)).map(Absence::expiredAt);
    }

    /**
     * Pins the source of a request unless it is pinned already: here, in request-api and in Redis.
     *
     * @return the pinned digest: the first that any replica has pinned
     */
    public Mono<Digest> pin(RequestRecord request, Digest digest) {
        // Checked again when it is this pull's turn: another one may just have pinned it.
        return pinned(request)
                .switchIfEmpty(pins.share(
                        request.token(),
                        pinned(request).switchIfEmpty(Mono.defer(() -> pinAtRequestApi(request, digest)))));
    }

    private Mono<Digest> pinned(RequestRecord request) {
        return Mono.fromSupplier(() -> {
            RequestRecord cached = peek(request.token());
            return cached == null ? request.sourceDigest() : cached.sourceDigest();
        });
    }

    private Mono<Digest> pinAtRequestApi(RequestRecord request, Digest digest) {
        return requestApi.pinSource(request.token(), digest).doOnNext(first -> update(request.pinnedTo(first)));
    }

    /**
     * Calls the listener with each request that is removed from memory, for whatever reason: changes of its token are
     * no longer noticed, so that it must be looked up again. The listener must return quickly.
     */
    public void onRemoval(Consumer<RequestRecord> listener) {
        listeners.add(listener);
    }

    /** The token has been revoked or has expired: nothing may be served with it any more. */
    void remove(ContainerToken token) {
        unknown.put(token, Absence.UNEXPLAINED);
        cache.synchronous().invalidate(token);
    }

    /** Updates a request that is in memory. */
    void update(RequestRecord request) {
        cache.synchronous()
                .asMap()
                .computeIfPresent(
                        request.token(), (_, old) -> old.request().equals(request) ? old : new CachedRequest(request));
    }

    /**
     * Up to this many tokens that were used since they were last returned, in round-robin order. For a single caller.
     */
    List<ContainerToken> nextUsedTokens(int limit) {
        return usedTokens.next(limit, CachedRequest::getAndClearUsed);
    }

    private Duration remaining(CachedRequest request) {
        return Duration.between(clock.instant(), Instant.ofEpochMilli(request.expiresAtMillis()));
    }

    private void notifyListeners(@Nullable CachedRequest request, RemovalCause cause) {
        if (request != null && cause != RemovalCause.REPLACED) {
            listeners.forEach(listener -> listener.accept(request.request()));
        }
    }

    /**
     * Why a token is not found.
     *
     * @param expiredAt when it expired; null if it is unknown, or was revoked
     */
    private record Absence(@Nullable Instant expiredAt) {
        static final Absence UNEXPLAINED = new Absence(null);
    }
}
