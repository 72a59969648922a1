package io.wave.registry.retry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.wave.oci.OciErrorCode;
import io.wave.registry.access.Origin;
import io.wave.registry.config.Credentials;
import io.wave.registry.error.RegistryException;
import io.wave.registry.error.RegistryFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Repeats what failed for a moment: with growing pauses, as the registry asks, while its {@link RetryBudget} lasts. */
public final class Retries {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final int ORIGINS = 10_000;

    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

    private final int maxRetries;
    private final Pauses pauses = new Pauses();
    private final Cache<Origin, RetryBudget> budgets = Caffeine.newBuilder()
            .maximumSize(ORIGINS)
            .expireAfterAccess(FORGOTTEN_AFTER)
            .build();

    public Retries(int maxRetries) {
        this.maxRetries = maxRetries;
    }

    /** @param credentials what the call shows, if anything */
    public <T> Mono<T> around(Origin origin, Optional<Credentials> credentials, Mono<T> call) {
        RetryBudget budget = budgets.get(origin, _ -> new RetryBudget());
        return pauses.keptBy(new Pauses.Asker(origin, credentials), call)
                .doOnSuccess(_ -> budget.succeeded())
                .retryWhen(new Repeats(budget, maxRetries));
    }

    private static final class Repeats extends Retry {

        private final RetryBudget budget;
        private final int maxRetries;

        Repeats(RetryBudget budget, int maxRetries) {
            this.budget = budget;
            this.maxRetries = maxRetries;
        }

        @Override
        public Publisher<?> generateCompanion(Flux<RetrySignal> failures) {
            return failures.map(RetrySignal::copy).concatMap(this::pauseOrFail);
        }

        private Mono<Long> pauseOrFail(RetrySignal signal) {
            Duration pause = pause(signal);
            boolean repeat = signal.totalRetries() < maxRetries
                    && isTemporary(signal.failure())
                    && pause.compareTo(LONGEST_PAUSE) <= 0
                    && budget.take();
            return repeat ? Mono.delay(pause) : Mono.error(signal.failure());
        }

        private static boolean isTemporary(Throwable failure) {
            return failure instanceof RegistryException known
                    && (known.code() == OciErrorCode.UNAVAILABLE || known.code() == OciErrorCode.TOOMANYREQUESTS)
                    && known.failure() != RegistryFailure.UNTRUSTED
                    && known.failure() != RegistryFailure.UNKNOWN_HOST
                    && known.failure() != RegistryFailure.BUSY
                    && (known.upstreamStatus() == 0 || known.upstreamStatus() == 429 || known.upstreamStatus() >= 500);
        }

        private static Duration pause(RetrySignal signal) {
            double jitter = ThreadLocalRandom.current().nextDouble(0.75, 1.25);
            Duration grown = FIRST_PAUSE.multipliedBy(1L << signal.totalRetries());
            Duration own = Duration.ofMillis((long) (grown.toMillis() * jitter));
            return signal.failure() instanceof RegistryException known
                    ? known.retryAfter()
                            .filter(asked -> asked.compareTo(own) > 0)
                            .orElse(own)
                    : own;
        }
    }
}
