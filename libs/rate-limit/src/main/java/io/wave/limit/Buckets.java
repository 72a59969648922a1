package io.wave.limit;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.AsyncBucketProxy;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** The Bucket4j buckets in Redis. The connection is opened on another thread than the caller's, and reopened when needed. */
final class Buckets implements AutoCloseable {

    private static final Executor THREADS = Thread::startVirtualThread;
    private static final Duration EXPIRY_AFTER_REFILL = Duration.ofSeconds(10);

    private final LettuceConnectionFactory redis;
    private final AtomicReference<@Nullable CompletableFuture<Connected>> connected = new AtomicReference<>();

    Buckets(LettuceConnectionFactory redis) {
        this.redis = redis;
    }

    /** Connects in advance, if Redis is available. */
    CompletableFuture<Void> open() {
        return connection().thenAccept(_ -> {});
    }

    CompletableFuture<AsyncBucketProxy> get(
            String key, Supplier<CompletableFuture<BucketConfiguration>> configuration) {
        return connection().thenApply(open -> open.buckets().getProxy(key, configuration));
    }

    private CompletableFuture<Connected> connection() {
        CompletableFuture<Connected> known = connected.get();
        if (known != null && !known.isCompletedExceptionally()) {
            return known;
        }
        CompletableFuture<Connected> fresh = new CompletableFuture<>();
        if (!connected.compareAndSet(known, fresh)) {
            return connection();
        }
        THREADS.execute(() -> {
            try {
                fresh.complete(connect());
            } catch (RuntimeException unavailable) {
                fresh.completeExceptionally(unavailable);
            }
        });
        return fresh;
    }

    private Connected connect() {
        if (!(redis.getRequiredNativeClient() instanceof RedisClient client)) {
            throw new IllegalStateException("rate limits require a standalone Redis server, not a cluster");
        }
        StatefulRedisConnection<String, byte[]> connection =
                client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
        AsyncProxyManager<String> buckets = Bucket4jLettuce.casBasedBuilder(connection)
                .expirationAfterWrite(
                        ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(EXPIRY_AFTER_REFILL))
                .build()
                .asAsync();
        return new Connected(connection, buckets);
    }

    @Override
    public void close() {
        CompletableFuture<Connected> known = connected.get();
        if (known != null && known.isDone() && !known.isCompletedExceptionally()) {
            known.join().connection().close();
        }
    }

    private record Connected(StatefulRedisConnection<String, byte[]> connection, AsyncProxyManager<String> buckets) {}
}
