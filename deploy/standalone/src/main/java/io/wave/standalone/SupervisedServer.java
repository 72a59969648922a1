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
 * A server that is started again when it ends: on the same port and data, with growing pauses, a few times in a row. After
 * that the product has to end. Two threads use it: its own, and the one that closes it.
 */
final class SupervisedServer implements AutoCloseable {

    /** How often in a row it is tried. */
    static final int TRIES = 5;

    private static final Logger LOG = LoggerFactory.getLogger(SupervisedServer.class);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

    /** Who has run as long as this may fail anew. */
    private static final Duration STABLE = Duration.ofMinutes(2);

    private final String name;
    private final Supplier<? extends ServerChild> start;
    private final ServerHealth health;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private ServerChild server;
    private long runsSince = System.nanoTime();
    private int tries;

    private SupervisedServer(
            String name, ServerChild server, Supplier<? extends ServerChild> start, ServerHealth health) {
        this.name = name;
        this.server = server;
        this.start = start;
        this.health = health;
        this.thread = Thread.ofPlatform().daemon().name("supervisor of " + name).unstarted(this::watch);
    }

    /**
     * Watches a server from now on.
     *
     * @param start starts it again as it was
     */
    static SupervisedServer watch(
            String name, ServerChild server, Supplier<? extends ServerChild> start, ServerHealth health) {
        SupervisedServer supervised = new SupervisedServer(name, server, start, health);
        supervised.thread.start();
        return supervised;
    }

    private void watch() {
        try {
            while (!closing.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                if (!server.isAlive() && !recover()) {
                    return;
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells whether there is anything left to watch. */
    private boolean recover() throws InterruptedException {
        String reason = server.lastLogLine();
        health.down(name, reason);
        Closing.quietly(server);
        if (System.nanoTime() - runsSince > STABLE.toNanos()) {
            tries = 0;
        }
        while (tries < TRIES) {
            Duration pause = FIRST_PAUSE.multipliedBy(1L << tries);
            tries++;
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

    /** Null if it is up, else why not. */
    private @Nullable String tryStart() {
        try {
            server = start.get();
            runsSince = System.nanoTime();
            return null;
        } catch (RuntimeException failed) {
            LOG.atWarn().addKeyValue("server", name).setCause(failed).log("Cannot be started again");
            return String.valueOf(failed.getMessage());
        }
    }

    /** Ends the server too. */
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
