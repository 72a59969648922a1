package io.wave.api.dashboard;

import io.wave.api.web.problem.ApiException;
import io.wave.limit.ConcurrencyLimit;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * The dashboard, shared by all viewers of this replica.
 *
 * <ul>
 *   <li>The database is queried at most once a second, and not at all without viewers.
 *   <li>Viewers get the latest version when it has changed. A slow client skips versions and does not delay others.
 *   <li>The number of viewers is limited, in total and per address. Their streams end before the server stops, which
 *       would wait for them: the default phase is stopped first.
 * </ul>
 */
@Component
class LiveDashboard implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(LiveDashboard.class);
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final Supplier<String> renderer;
    private final ConcurrencyLimit places;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable Version newest;
    private long renderedAt;
    private volatile boolean running;

    @Autowired
    LiveDashboard(DashboardRenderer renderer, HomeProperties properties) {
        this(renderer::render, new ConcurrencyLimit(properties.maxViewers(), properties.maxViewersPerAddress()));
    }

    LiveDashboard(Supplier<String> renderer, ConcurrencyLimit places) {
        this.renderer = renderer;
        this.places = places;
    }

    /** The dashboard, at most a second old. */
    Version now() {
        lock.lock();
        try {
            Version present = newest;
            return present != null && System.nanoTime() - renderedAt < FRESH.toNanos() ? present : update(present);
        } finally {
            lock.unlock();
        }
    }

    /** @throws ApiException 503 if there are too many viewers, 429 if there are too many from this address */
    Viewer enter(String address) {
        if (!running) {
            throw ApiException.unavailable("The service is shutting down", RETRY_AFTER, null);
        }
        return switch (places.acquire(address)) {
            case ConcurrencyLimit.Permit place -> new Viewer(place);
            case ConcurrencyLimit.Result.TotalReached _ ->
                throw ApiException.unavailable("Too many viewers", RETRY_AFTER, null);
            case ConcurrencyLimit.Result.AddressReached _ ->
                throw ApiException.tooMany("Too many viewers from %s".formatted(address), RETRY_AFTER);
        };
    }

    @Scheduled(fixedDelay = 1_000)
    void updateForViewers() {
        if (places.isUnused()) {
            return;
        }
        try {
            now();
        } catch (DataAccessException | TransactionException unavailable) {
            LOG.atWarn().addKeyValue("reason", unavailable.getMessage()).log("Cannot query the dashboard data");
        }
    }

    private Version update(@Nullable Version present) {
        String html = renderer.get();
        renderedAt = System.nanoTime();
        if (present != null && present.html().equals(html)) {
            return present;
        }
        Version next = new Version(present == null ? 1 : present.number() + 1, html);
        newest = next;
        changed.signalAll();
        return next;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /**
     * A version of the dashboard.
     *
     * @param number counts the versions of this replica
     * @param html the dashboard
     */
    record Version(long number, String html) {}

    /** A viewer, until closed. */
    final class Viewer implements AutoCloseable {

        private final ConcurrencyLimit.Permit place;
        private long seen;

        private Viewer(ConcurrencyLimit.Permit place) {
            this.place = place;
        }

        boolean isOpen() {
            return running;
        }

        /** The next version; empty if there was none in that time. */
        Optional<Version> next(Duration timeout) {
            long left = timeout.toNanos();
            lock.lock();
            try {
                while (running && left > 0) {
                    Version present = newest;
                    if (present != null && present.number() > seen) {
                        seen = present.number();
                        return Optional.of(present);
                    }
                    left = changed.awaitNanos(left);
                }
                return Optional.empty();
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            place.close();
        }
    }
}
