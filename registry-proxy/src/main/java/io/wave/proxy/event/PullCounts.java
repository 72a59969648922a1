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
 * Counts manifests for each token and digest: the first makes an event at once, the further ones are summed up. Counts
 * that are forgotten for want of room or use are told of first, so that none is lost.
 */
final class PullCounts implements PullEvents, SmartLifecycle {

    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

    private final Cache<Key, Count> counts;
    private final Consumer<PullEvent> events;
    private final Clock clock;
    private volatile boolean running;

    PullCounts(int maxCounted, Consumer<PullEvent> events, Clock clock) {
        this.events = events;
        this.clock = clock;
        this.counts = Caffeine.newBuilder()
                .maximumSize(maxCounted)
                .expireAfterAccess(FORGOTTEN_AFTER)
                .scheduler(Scheduler.systemScheduler())
                .removalListener((@Nullable Key key, @Nullable Count count, RemovalCause _) -> {
                    if (key != null && count != null) {
                        tell(key, count);
                    }
                })
                .build();
    }

    @Override
    public void served(RequestRecord request, Digest digest) {
        Key key = new Key(request.token(), digest);
        Count known = counts.getIfPresent(key);
        if (known != null) {
            known.further.increment();
            return;
        }
        Count fresh = Count.of(request);
        Count count = counts.get(key, _ -> fresh);
        if (count == fresh) {
            events.accept(event(key, count, 1));
        } else {
            count.further.increment();
        }
    }

    /** Tells of what was counted since the last time. */
    void tellAll() {
        counts.asMap().forEach(this::tell);
    }

    private void tell(Key key, Count count) {
        long further = count.further.sumThenReset();
        if (further > 0) {
            events.accept(event(key, count, further));
        }
    }

    @Override
    public void start() {
        running = true;
    }

    /** Tells of the last counts. */
    @Override
    public void stop() {
        running = false;
        tellAll();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** After the server, before the events are no longer sent. */
    @Override
    public int getPhase() {
        return 1;
    }

    /** The token is a secret: its first digits tell requests apart well enough. */
    private PullEvent event(Key key, Count count, long number) {
        return new PullEvent(
                key.token().value().substring(0, 4),
                count.image,
                key.digest(),
                number,
                clock.instant(),
                count.architecture,
                count.fusion);
    }

    private record Key(ContainerToken token, Digest digest) {}

    private static final class Count {

        private final String image;
        private final String architecture;
        private final boolean fusion;
        private final LongAdder further = new LongAdder();

        private Count(String image, String architecture, boolean fusion) {
            this.image = image;
            this.architecture = architecture;
            this.fusion = fusion;
        }

        static Count of(RequestRecord request) {
            Platform platform = Objects.requireNonNullElse(request.platform(), Platform.LINUX_AMD64);
            boolean fusion = request.config() != null
                    && request.config().layerList().stream().anyMatch(Layer::isFusion);
            return new Count(request.image().toString(), platform.architecture(), fusion);
        }
    }
}
