package io.wave.limit;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.distributed.AsyncBucketProxy;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rate limits in Redis. While Redis is unavailable nothing is limited, and Redis is called only once a second. */
final class SharedRateLimits implements RateLimits {

    private static final Logger LOG = LoggerFactory.getLogger(SharedRateLimits.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);
    private static final Verdict GRANTED = new Verdict.Granted();
    private static final String PREFIX = "limit:";

    private final RateLimitProperties properties;
    private final Buckets buckets;
    private final AtomicLong nextCall = new AtomicLong(System.nanoTime());

    SharedRateLimits(RateLimitProperties properties, Buckets buckets) {
        this.properties = properties;
        this.buckets = buckets;
    }

    @Override
    public boolean isLimited(Limit limit) {
        return true;
    }

    @Override
    public CompletableFuture<Verdict> take(Limit limit, Caller caller) {
        Rate rate = properties.rate(limit, caller);
        if (System.nanoTime() - nextCall.get() < 0) {
            return CompletableFuture.completedFuture(GRANTED);
        }
        return bucket(limit, caller, rate)
                .thenCompose(bucket -> bucket.tryConsumeAndReturnRemaining(1))
                .orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(probe -> probe.isConsumed() ? GRANTED : refused(limit, caller, rate, probe))
                .exceptionally(this::allow);
    }

    @Override
    public void refund(Limit limit, Caller caller) {
        var _ = bucket(limit, caller, properties.rate(limit, caller)).thenCompose(bucket -> bucket.addTokens(1));
    }

    private CompletableFuture<AsyncBucketProxy> bucket(Limit limit, Caller caller, Rate rate) {
        String key = PREFIX + limit.name().toLowerCase(Locale.ROOT) + ":" + caller.key();
        return buckets.get(key, () -> CompletableFuture.completedFuture(configuration(rate)));
    }

    private static BucketConfiguration configuration(Rate rate) {
        Bandwidth window = Bandwidth.builder()
                .capacity(rate.count())
                .refillIntervally(rate.count(), rate.period())
                .build();
        return BucketConfiguration.builder().addLimit(window).build();
    }

    private static Verdict refused(Limit limit, Caller caller, Rate rate, ConsumptionProbe probe) {
        String what = limit.name().toLowerCase(Locale.ROOT);
        return Verdict.Refused.of(
                "rate limit exceeded: the %s limit of %s is %s%s".formatted(what, caller.name(), rate, counted(limit)),
                Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    private static String counted(Limit limit) {
        return switch (limit) {
            case PULL -> ", for container requests and pulls together";
            case BUILD, REQUEST -> "";
        };
    }

    private Verdict allow(Throwable failure) {
        long now = System.nanoTime();
        long before = nextCall.get();
        if (now - before >= 0 && nextCall.compareAndSet(before, now + RETRY_DELAY.toNanos())) {
            LOG.atWarn()
                    .addKeyValue("cause", failure.toString())
                    .log("Rate limits are not applied: Redis is unavailable");
        }
        return GRANTED;
    }
}
