package io.wave.proxy.event;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.wave.container.Layer;
import io.wave.event.PullEvent;
import io.wave.image.Digest;
import io.wave.image.Platform;
import io.wave.token.ContainerToken;
import io.wave.token.RequestRecord;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Counts pulls per token and digest and publishes the counts: the first pull as an event at once, further ones as sums.
 * A count that is evicted is published first, so that none is lost.
 */
public final class PullCounter implements SmartLifecycle {

    private static final Duration EXPIRE_AFTER = Duration.ofHours(1);

    private final Cache<Key, Count> counts;
    private final Consumer<PullEvent> events;
    private final Clock clock;
    private volatile boolean running;

    PullCounter(int maxCounted, Consumer<PullEvent> events, Clock clock) {
        this.events = events;
        this.clock = clock;
        this.counts = Caffeine.newBuilder()
                .maximumSize(maxCounted)
                .expireAfterAccess(EXPIRE_AFTER)
                .scheduler(Scheduler.systemScheduler())
                .removalListener((@Nullable Key key, @Nullable Count count, RemovalCause _) -> {
                    if (key != null && count != null) {
                        publish(key, count);
                    }
                })
                .build();
    }

    /** Counts one manifest that was served by GET; never delays the pull. */
    public void recordPull(RequestRecord request, Digest digest) {
        Key key = new Key(request.token(), digest);
        Count existing = counts.getIfPresent(key);
        if (existing != null) {
            existing.further.increment();
            return;
        }
        Count created = Count.of(request);
        Count count = counts.get(key, _ -> created);
        if (count == created) {
            events.accept(event(key, count, 1));
        } else {
            count.further.increment();
        }
    }

    /** Publishes the pulls since the last time. */
    void publishAll() {
        counts.asMap().forEach(this::publish);
    }

    private void publish(Key key, Count count) {
        long further = count.further.sumThenReset();
        if (further > 0) {
            events.accept(event(key, count, further));
        }
    }

    @Override
    public void start() {
        running = true;
    }

    /** Publishes the remaining counts. */
    @Override
    public void stop() {
        running = false;
        publishAll();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stopped after the web server and before the event sender. */
    @Override
    public int getPhase() {
        return 1;
    }

    /** The token is a secret: its first digits are enough to tell requests apart. */
    private PullEvent event(Key key, Count count, long number) {
        return new PullEvent(
                key.token().value().substring(0, 4),
                count.image,
                key.digest(),
                number,
                clock.instant(),
                count.architecture,
                count.fusion,
                count.tenant);
    }

    private record Key(ContainerToken token, Digest digest) {}

    private static final class Count {

        private final String image;
        private final String architecture;
        private final boolean fusion;
        private final String tenant;
        private final LongAdder further = new LongAdder();

        private Count(String image, String architecture, boolean fusion, String tenant) {
            this.image = image;
            this.architecture = architecture;
            this.fusion = fusion;
            this.tenant = tenant;
        }

        static Count of(RequestRecord request) {
            Platform platform = Objects.requireNonNullElse(request.platform(), Platform.LINUX_AMD64);
            boolean fusion = request.config() != null
                    && request.config().layerList().stream().anyMatch(Layer::isFusion);
            return new Count(request.image().toString(), platform.architecture(), fusion, request.tenant());
        }
    }
}
