package io.wave.registry.retry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.wave.registry.access.Origin;
import io.wave.registry.config.Credentials;
import io.wave.registry.error.RegistryException;
import io.wave.registry.error.RegistryFailure;
import io.wave.registry.http.RateLimit;
import java.time.Duration;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * Delays calls to registries that have responded with {@code Retry-After}: a short delay is awaited, during a longer one calls
 * fail immediately, for some minutes at most. Remembers for longer that the limit is reached, for callers that can do without a call.
 * Both apply to calls with the same credentials only.
 */
final class RateLimitPauses {

    /** Longest delay that calls wait for. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(5);

    private static final Duration MAX_DELAY = Duration.ofMinutes(5);
    private static final Duration MAX_LIMITED = Duration.ofHours(6);
    /** If a 429 does not say for how long. */
    private static final Duration LIMITED = Duration.ofMinutes(1);

    private static final int MAX_CALLERS = 10_000;

    private final Cache<Caller, Pause> pauses = Caffeine.newBuilder()
            .maximumSize(MAX_CALLERS)
            .expireAfterWrite(MAX_DELAY)
            .build();
    private final Cache<Caller, Pause> limited = Caffeine.newBuilder()
            .maximumSize(MAX_CALLERS)
            .expireAfterWrite(MAX_LIMITED)
            .build();

    /**
     * The call, started when the registry may be called again.
     *
     * @param repository the repository that the call is for; that of the call that was limited may be another user's
     */
    <T> Mono<T> delay(Caller caller, String repository, Mono<T> call) {
        Mono<T> recorded = call.doOnError(RegistryException.class, failure -> record(caller, failure));
        return Mono.defer(() -> {
            Duration left = Optional.ofNullable(pauses.getIfPresent(caller))
                    .map(Pause::left)
                    .orElse(Duration.ZERO);
            if (!left.isPositive()) {
                return recorded;
            }
            return left.compareTo(MAX_WAIT) <= 0
                    ? Mono.delay(left).then(recorded)
                    : Mono.error(() -> RegistryException.ofRateLimit(repository, Optional.empty(), left));
        });
    }

    private void record(Caller caller, RegistryException failure) {
        if (failure.failure() != RegistryFailure.RATE_LIMITED) {
            return;
        }
        Optional<Duration> requested = failure.retryAfter().filter(Duration::isPositive);
        requested.ifPresent(delay -> pauses.put(caller, Pause.of(min(delay, MAX_DELAY))));
        Pause stated = Pause.of(min(requested.orElse(LIMITED), MAX_LIMITED));
        limited.asMap().merge(caller, stated, Pause::later);
    }

    /** Takes note of what a response says is left of the limit. */
    void observe(Caller caller, RateLimit.Left left) {
        if (left.requests() > 0) {
            limited.invalidate(caller);
        } else {
            limited.put(
                    caller, Pause.of(min(left.reset().orElseGet(() -> min(left.window(), MAX_DELAY)), MAX_LIMITED)));
        }
    }

    /** Whether calls exceed the limit of the registry, as it has said. */
    boolean isLimited(Caller caller) {
        Pause pause = limited.getIfPresent(caller);
        return pause != null && pause.left().isPositive();
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private record Pause(long end) {

        static Pause of(Duration time) {
            return new Pause(System.nanoTime() + time.toNanos());
        }

        Pause later(Pause other) {
            return end - other.end > 0 ? this : other;
        }

        Duration left() {
            return Duration.ofNanos(end - System.nanoTime());
        }
    }

    /**
     * The calls that a registry limits together.
     *
     * @param origin origin of the registry
     * @param credentials credentials of the calls
     */
    record Caller(Origin origin, Optional<Credentials> credentials) {}
}
