package io.wave.registry.retry;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.wave.oci.OciErrorCode;
import io.wave.registry.access.Origin;
import io.wave.registry.access.RegistryTarget;
import io.wave.registry.error.RegistryException;
import io.wave.registry.error.RegistryFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The circuit breaker of one origin, with what a message about it says. */
final class RegistryBreaker {

    /** A call that is cancelled after this time without an answer has failed: callers may have less patience than the client. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private static final Duration MIN_RETRY_AFTER = Duration.ofSeconds(1);

    private final Origin origin;
    private final CircuitBreaker breaker;
    private final Clock clock;
    private final AtomicReference<@Nullable Failures> failures = new AtomicReference<>();
    private volatile Instant nextAttempt = Instant.MIN;

    RegistryBreaker(Origin origin, CircuitBreaker breaker, Duration pause, Clock clock) {
        this.origin = origin;
        this.breaker = breaker;
        this.clock = clock;
        breaker.getEventPublisher().onStateTransition(change -> {
            if (change.getStateTransition().getToState() == CircuitBreaker.State.OPEN) {
                nextAttempt = clock.instant().plus(pause);
                BreakerMeters.opened();
            }
        });
    }

    <T> Mono<T> guard(RegistryTarget target, Mono<T> call) {
        return Mono.defer(() -> {
            if (!breaker.tryAcquirePermission()) {
                BreakerMeters.rejected();
                return Mono.error(rejection(target));
            }
            Attempt attempt = new Attempt();
            return call.doOnSuccess(_ -> attempt.answered())
                    .doOnError(attempt::failed)
                    .doOnCancel(attempt::cancelled);
        });
    }

    /** Whether a call was not sent because a breaker is open. */
    static boolean isRejection(Throwable failure) {
        return failure.getCause() instanceof CallNotPermittedException;
    }

    /** What is known of the failures, if the breaker is open. */
    Optional<SuspendedRegistry> suspended() {
        return switch (breaker.getState()) {
            case OPEN, HALF_OPEN -> Optional.of(describe(failures.get()));
            case CLOSED, DISABLED, FORCED_OPEN, METRICS_ONLY -> Optional.empty();
        };
    }

    /**
     * Of the kind of the failures that have opened the breaker, so that callers treat it in the same way. But not a status: those were
     * for other images, and say nothing about who may read this one.
     */
    private RegistryException rejection(RegistryTarget target) {
        Failures known = failures.get();
        Instant now = clock.instant();
        Duration left = Duration.between(now, nextAttempt);
        return new RegistryException(
                known != null && known.kind == RegistryFailure.UNREACHABLE ? known.kind : RegistryFailure.TIMEOUT,
                OciErrorCode.UNAVAILABLE,
                0,
                target + ": " + describe(known).describe(now),
                left.compareTo(MIN_RETRY_AFTER) < 0 ? MIN_RETRY_AFTER : left,
                CallNotPermittedException.createCallNotPermittedException(breaker));
    }

    /** A call that was sent before the breaker opened may have succeeded in the meantime, which ends the row of failures. */
    private SuspendedRegistry describe(@Nullable Failures known) {
        return known == null
                ? new SuspendedRegistry(origin.authority(), 1, "no answer", nextAttempt, nextAttempt)
                : new SuspendedRegistry(origin.authority(), known.count, known.reason, known.since, nextAttempt);
    }

    private void failed(RegistryFailure kind, String reason) {
        failures.updateAndGet(before -> before == null
                ? new Failures(1, clock.instant(), kind, reason)
                : new Failures(before.count + 1, before.since, kind, reason));
    }

    /**
     * Calls in a row without an answer.
     *
     * @param count number of them
     * @param since the time of the first
     * @param kind kind of the last
     * @param reason the same in words
     */
    private record Failures(int count, Instant since, RegistryFailure kind, String reason) {}

    /** One call, whose outcome counts once. */
    private final class Attempt {

        private final long start = System.nanoTime();
        private final AtomicBoolean ended = new AtomicBoolean();

        void answered() {
            if (ended.compareAndSet(false, true)) {
                failures.set(null);
                breaker.onSuccess(elapsed(), TimeUnit.NANOSECONDS);
            }
        }

        void failed(Throwable failure) {
            if (failure instanceof RegistryException known && !isRejection(known)) {
                assess(known);
            } else {
                notSent();
            }
        }

        private void assess(RegistryException failure) {
            switch (failure.failure()) {
                case UNREACHABLE -> unanswered(failure, "no connection");
                case TIMEOUT -> unanswered(failure, "no response in time");
                case SERVER_ERROR -> {
                    if (isGatewayError(failure.upstreamStatus())) {
                        unanswered(failure, "status " + failure.upstreamStatus());
                    } else {
                        answered();
                    }
                }
                case RATE_LIMITED, REFUSED, INVALID_ANSWER -> answered();
                case UNKNOWN_HOST, FORBIDDEN_ADDRESS, UNTRUSTED, BROKEN, LOGIN, BUSY, OTHER -> notSent();
            }
        }

        private static boolean isGatewayError(int status) {
            return status == 502 || status == 503 || status == 504;
        }

        private void unanswered(RegistryException failure, String reason) {
            if (ended.compareAndSet(false, true)) {
                RegistryBreaker.this.failed(failure.failure(), reason);
                breaker.onError(elapsed(), TimeUnit.NANOSECONDS, failure);
            }
        }

        void cancelled() {
            if (elapsed() < PATIENCE.toNanos()) {
                notSent();
            } else if (ended.compareAndSet(false, true)) {
                RegistryBreaker.this.failed(RegistryFailure.TIMEOUT, "no response in time");
                breaker.onError(elapsed(), TimeUnit.NANOSECONDS, new java.util.concurrent.TimeoutException());
            }
        }

        /** Says nothing about the registry. */
        private void notSent() {
            if (ended.compareAndSet(false, true)) {
                breaker.releasePermission();
            }
        }

        private long elapsed() {
            return System.nanoTime() - start;
        }
    }
}
