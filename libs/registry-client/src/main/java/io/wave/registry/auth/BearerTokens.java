package io.wave.registry.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Caches bearer tokens.
 *
 * <ol>
 *   <li>Concurrent calls that need the same token share one request to the token service.
 *   <li>A token is used for nine tenths of its validity; the next call after that requests a new one.
 *   <li>All calls that wait for a token get its failure; failures are not cached.
 *   <li>A token that the registry rejects is removed once, however many calls it was rejected for.
 *   <li>Tokens are never shared between tenants or between credentials.
 * </ol>
 */
public final class BearerTokens {

    private static final long MAX_CHARACTERS = 16 << 20;
    private static final Duration EXPIRY = Duration.ofHours(1);

    private final Cache<TokenRequest, Entry> entries = Caffeine.newBuilder()
            .maximumWeight(MAX_CHARACTERS)
            .<TokenRequest, Entry>weigher((request, entry) -> request.weight() + entry.weight())
            .expireAfterAccess(EXPIRY)
            .build();

    Mono<BearerToken> get(TokenRequest request, Supplier<Mono<BearerToken>> service) {
        return Mono.defer(() ->
                entries.get(request, _ -> new Entry(Mono.defer(service), () -> updateWeight(request))).token);
    }

    /** The weight of a token is known only when it has been fetched. */
    private void updateWeight(TokenRequest request) {
        entries.asMap().computeIfPresent(request, (_, entry) -> entry);
    }

    /** Removes this token unless it has already been replaced. */
    void invalidate(TokenRequest request, String token) {
        entries.asMap().computeIfPresent(request, (_, entry) -> token.equals(entry.value) ? null : entry);
    }

    private static final class Entry {

        private final Mono<BearerToken> token;
        private volatile @Nullable String value;

        Entry(Mono<BearerToken> service, Runnable onFetched) {
            this.token = service.doOnNext(got -> {
                        value = got.value();
                        onFetched.run();
                    })
                    .cache(Entry::timeToLive, _ -> Duration.ZERO, () -> Duration.ZERO);
        }

        int weight() {
            String current = value;
            return current == null ? 0 : current.length();
        }

        private static Duration timeToLive(BearerToken token) {
            return token.validFor().multipliedBy(9).dividedBy(10);
        }
    }
}
