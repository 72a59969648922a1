package io.wave.registry.retry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.wave.oci.OciErrorCode;
import io.wave.registry.access.Origin;
import io.wave.registry.access.RegistryTarget;
import io.wave.registry.config.Credentials;
import io.wave.registry.error.RegistryException;
import io.wave.registry.error.RegistryFailure;
import io.wave.registry.http.RateLimit;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Retries temporary failures with exponential back-off, or after {@code Retry-After}, within a {@link RetryBudget}. Calls of a registry
 * that does not answer are not sent, see {@link RegistryBreakers}.
 */
public final class Retries {

    private static final Duration INITIAL_DELAY = Duration.ofMillis(200);
    private static final Duration MAX_DELAY = Duration.ofSeconds(5);
    private static final int ORIGINS = 10_000;

    private static final Duration EXPIRY = Duration.ofHours(1);

    private final int maxRetries;
    private final RegistryBreakers breakers;
    private final RateLimitPauses pauses = new RateLimitPauses();
    private final Cache<Origin, RetryBudget> budgets =
            Caffeine.newBuilder().maximumSize(ORIGINS).expireAfterAccess(EXPIRY).build();

    public Retries(int maxRetries, RegistryBreakers breakers) {
        this.maxRetries = maxRetries;
        this.breakers = breakers;
        RetryMeters.register();
    }

    /**
     * @param target the repository that the call is for
     * @param credentials credentials of the call, if any
     */
    public <T> Mono<T> apply(RegistryTarget target, Origin origin, Optional<Credentials> credentials, Mono<T> call) {
        RetryBudget budget = budgets.get(origin, _ -> new RetryBudget());
        Mono<T> attempt = breakers.guard(target, origin, call);
        return pauses.delay(new RateLimitPauses.Caller(origin, credentials), target.toString(), attempt)
                .doOnSuccess(_ -> budget.succeeded())
                .retryWhen(new Backoff(budget, maxRetries));
    }

    /** Takes note of what a response says is left of the rate limit of these calls. */
    public void observe(Origin origin, Optional<Credentials> credentials, RateLimit.Left left) {
        pauses.observe(new RateLimitPauses.Caller(origin, credentials), left);
    }

    /** Whether the registry has said that calls with these credentials exceed their limit now, or would do so. */
    public boolean isLimited(Origin origin, Optional<Credentials> credentials) {
        return pauses.isLimited(new RateLimitPauses.Caller(origin, credentials));
    }

    private static final class Backoff extends Retry {

        private final RetryBudget budget;
        private final int maxRetries;

        Backoff(RetryBudget budget, int maxRetries) {
            this.budget = budget;
            this.maxRetries = maxRetries;
        }

        @Override
        public Publisher<?> generateCompanion(Flux<RetrySignal> failures) {
            return failures.map(RetrySignal::copy).concatMap(this::delayOrFail);
        }

        private Mono<Long> delayOrFail(RetrySignal signal) {
            if (RegistryBreaker.isRejection(signal.failure())) {
                return Mono.error(signal.failure());
            }
            RetryMeters.failed(signal.failure());
            Duration delay = delay(signal);
            boolean retry = signal.totalRetries() < maxRetries
                    && isTemporary(signal.failure())
                    && delay.compareTo(MAX_DELAY) <= 0
                    && isAffordable();
            return retry ? Mono.delay(delay) : Mono.error(signal.failure());
        }

        private boolean isAffordable() {
            boolean affordable = budget.tryAcquire();
            if (affordable) {
                RetryMeters.retried();
            } else {
                RetryMeters.refused();
            }
            return affordable;
        }

        private static boolean isTemporary(Throwable failure) {
            return failure instanceof RegistryException known
                    && (known.code() == OciErrorCode.UNAVAILABLE || known.code() == OciErrorCode.TOOMANYREQUESTS)
                    && known.failure() != RegistryFailure.UNTRUSTED
                    && known.failure() != RegistryFailure.UNKNOWN_HOST
                    && known.failure() != RegistryFailure.INVALID_ANSWER
                    && known.failure() != RegistryFailure.LOGIN
                    && known.failure() != RegistryFailure.BUSY
                    && (known.upstreamStatus() == 0 || known.upstreamStatus() == 429 || known.upstreamStatus() >= 500);
        }

        private static Duration delay(RetrySignal signal) {
            double jitter = ThreadLocalRandom.current().nextDouble(0.75, 1.25);
            Duration exponential = INITIAL_DELAY.multipliedBy(1L << signal.totalRetries());
            Duration own = Duration.ofMillis((long) (exponential.toMillis() * jitter));
            return signal.failure() instanceof RegistryException known
                    ? known.retryAfter()
                            .filter(requested -> requested.compareTo(own) > 0)
                            .orElse(own)
                    : own;
        }
    }
}
