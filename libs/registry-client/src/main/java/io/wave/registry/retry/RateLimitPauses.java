package io.wave.registry.retry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.wave.registry.access.Origin;
import io.wave.registry.config.Credentials;
import io.wave.registry.error.RegistryException;
import io.wave.registry.error.RegistryFailure;
import java.time.Duration;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * Delays calls to registries that have responded with {@code Retry-After}: a short delay is awaited, during a longer one calls
 * fail immediately. Delays apply to calls with the same credentials only.
 */
final class RateLimitPauses {

    /** Longest delay that calls wait for. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(5);

    private static final Duration MAX_DELAY = Duration.ofMinutes(5);
    private static final int MAX_CALLERS = 10_000;

    private final Cache<Caller, Pause> pauses = Caffeine.newBuilder()
            .maximumSize(MAX_CALLERS)
            .expireAfterWrite(MAX_DELAY)
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
        boolean rateLimited = failure.failure() == RegistryFailure.RATE_LIMITED;
        failure.retryAfter()
                .filter(requested -> rateLimited && requested.isPositive())
                .map(requested -> requested.compareTo(MAX_DELAY) < 0 ? requested : MAX_DELAY)
                .ifPresent(requested -> pauses.put(caller, new Pause(System.nanoTime() + requested.toNanos())));
    }

    private record Pause(long end) {

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
