package io.wave.standalone;

import io.wave.local.server.ServerChild;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restarts a server that has ended, on the same port and data, with growing pauses and a limited number of attempts in a row.
 * When all attempts have failed, the product is stopped. Used by two threads: its own, and the one that closes it.
 */
final class SupervisedServer implements AutoCloseable {

    /** Attempts in a row. */
    static final int MAX_ATTEMPTS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(SupervisedServer.class);
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(200);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

    /** After this time the count of attempts starts again. */
    private static final Duration STABLE = Duration.ofMinutes(2);

    private final String name;
    private final Supplier<? extends ServerChild> start;
    private final ServerHealth health;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private ServerChild server;
    private long startedAt = System.nanoTime();
    private int attempts;

    private SupervisedServer(
            String name, ServerChild server, Supplier<? extends ServerChild> start, ServerHealth health) {
        this.name = name;
        this.server = server;
        this.start = start;
        this.health = health;
        this.thread = Thread.ofPlatform().daemon().name(name + " supervisor").unstarted(this::watch);
    }

    /**
     * Starts watching a server.
     *
     * @param start starts the server again
     */
    static SupervisedServer watch(
            String name, ServerChild server, Supplier<? extends ServerChild> start, ServerHealth health) {
        SupervisedServer supervised = new SupervisedServer(name, server, start, health);
        supervised.thread.start();
        return supervised;
    }

    private void watch() {
        try {
            while (!closing.await(CHECK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                if (!server.isAlive() && !recover()) {
                    return;
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns whether the server runs again. */
    private boolean recover() throws InterruptedException {
        String reason = server.lastLogLine();
        health.down(name, reason);
        Closing.quietly(server);
        if (System.nanoTime() - startedAt > STABLE.toNanos()) {
            attempts = 0;
        }
        while (attempts < MAX_ATTEMPTS) {
            Duration pause = FIRST_PAUSE.multipliedBy(1L << attempts);
            attempts++;
            if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
            String failure = tryStart();
            if (failure == null) {
                health.up(name);
                return true;
            }
            reason = failure;
        }
        health.lost(name, reason);
        return false;
    }

    /** Null if the server has started, else the reason. */
    private @Nullable String tryStart() {
        try {
            server = start.get();
            startedAt = System.nanoTime();
            return null;
        } catch (RuntimeException | Error failed) {
            LOG.atWarn().addKeyValue("server", name).setCause(failed).log("server could not be restarted");
            return String.valueOf(failed.getMessage());
        }
    }

    /** Stops the server too. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        server.close();
    }
}
