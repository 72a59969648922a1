package io.wave.registry.retry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.wave.registry.access.Origin;
import io.wave.registry.access.RegistryTarget;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/**
 * A circuit breaker for each origin: when a number of calls in a row got no answer, the next ones fail at once. After a pause one
 * call is sent, and decides whether all are sent again.
 *
 * <p>An answer of any status but 502, 503 and 504 is a success, whomever it is for: an image that one caller may not read, or for which
 * the registry has an internal error, does not affect other callers. So is one that states a rate limit.
 */
public final class RegistryBreakers {

    private static final int MAX_ORIGINS = 10_000;
    /** Without calls for this time, earlier failures no longer count. */
    private static final Duration EXPIRY = Duration.ofMinutes(10);

    private static final float ALL = 100;

    private final int failures;
    private final Duration pause;
    private final Clock clock;
    private final Cache<Origin, RegistryBreaker> breakers = Caffeine.newBuilder()
            .maximumSize(MAX_ORIGINS)
            .expireAfterAccess(EXPIRY)
            .build();

    /**
     * @param failures calls in a row without an answer after which a breaker opens; 0 if none ever opens
     * @param pause time until an open breaker lets a call through
     */
    public RegistryBreakers(int failures, Duration pause, Clock clock) {
        this.failures = failures;
        this.pause = pause;
        this.clock = clock;
        BreakerMeters.count(this);
    }

    /** The call, unless the breaker of the origin is open: then a failure that says since when and until when. */
    <T> Mono<T> guard(RegistryTarget target, Origin origin, Mono<T> call) {
        return failures == 0 ? call : breakers.get(origin, this::create).guard(target, call);
    }

    private RegistryBreaker create(Origin origin) {
        CircuitBreakerConfig config = CircuitBreakerConfig.custom()
                .slidingWindowType(SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(failures)
                .minimumNumberOfCalls(failures)
                .failureRateThreshold(ALL)
                .permittedNumberOfCallsInHalfOpenState(1)
                .waitDurationInOpenState(pause)
                .writableStackTraceEnabled(false)
                .build();
        return new RegistryBreaker(origin, CircuitBreaker.of(origin.toString(), config), pause, clock);
    }

    /** The registries that are not called now, those that have failed longest first. */
    public List<SuspendedRegistry> suspended() {
        return open().sorted(Comparator.comparing(SuspendedRegistry::since)).toList();
    }

    long countOpen() {
        return open().count();
    }

    private Stream<SuspendedRegistry> open() {
        return breakers.asMap().values().stream()
                .map(RegistryBreaker::suspended)
                .flatMap(Optional::stream);
    }
}
