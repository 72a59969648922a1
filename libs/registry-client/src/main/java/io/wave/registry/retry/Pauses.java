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
 * Registries that asked to be left alone for a while, by {@code Retry-After}: who calls them within that time waits where it
 * is short, else gets the same failure at once. What is asked of one user's calls does not hold for those of others.
 */
final class Pauses {

    /** What callers wait for; and how long a registry is believed before it is asked again. */
    private static final Duration SHORT = Duration.ofSeconds(5);

    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int ASKERS = 10_000;

    private final Cache<Asker, Pause> pauses =
            Caffeine.newBuilder().maximumSize(ASKERS).expireAfterWrite(LONGEST).build();

    /** The call, begun when the registry may be called again. */
    <T> Mono<T> keptBy(Asker asker, Mono<T> call) {
        Mono<T> noted = call.doOnError(RegistryException.class, failure -> note(asker, failure));
        return Mono.defer(() -> {
            Optional<Pause> pause = Optional.ofNullable(pauses.getIfPresent(asker));
            Duration left = pause.map(Pause::left).orElse(Duration.ZERO);
            if (!left.isPositive()) {
                return noted;
            }
            return left.compareTo(SHORT) <= 0
                    ? Mono.delay(left).then(noted)
                    : Mono.error(() -> pause.orElseThrow().failure().later(left));
        });
    }

    private void note(Asker asker, RegistryException failure) {
        boolean said = failure.failure() == RegistryFailure.RATE_LIMITED;
        failure.retryAfter()
                .filter(asked -> said && asked.isPositive())
                .map(asked -> asked.compareTo(LONGEST) < 0 ? asked : LONGEST)
                .ifPresent(asked -> pauses.put(asker, new Pause(failure, System.nanoTime() + asked.toNanos())));
    }

    private record Pause(RegistryException failure, long end) {

        Duration left() {
            return Duration.ofNanos(end - System.nanoTime());
        }
    }

    /**
     * Whose calls are limited together.
     *
     * @param origin what is called
     * @param credentials what is shown to it
     */
    record Asker(Origin origin, Optional<Credentials> credentials) {}
}
