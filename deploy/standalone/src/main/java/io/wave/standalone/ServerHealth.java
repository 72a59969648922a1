package io.wave.standalone;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tracks which servers are running, reports changes on the console, and sets the readiness of registry-proxy. */
final class ServerHealth {

    private final Progress progress;
    private final Consumer<String> stop;
    private final Set<String> down = new HashSet<>();
    private int losses;
    private boolean stopping;
    private @Nullable Consumer<Boolean> readiness;

    /**
     * Starts with all servers running.
     *
     * @param stop stops the process for the given reason
     */
    ServerHealth(Progress progress, Consumer<String> stop) {
        this.progress = progress;
        this.stop = stop;
    }

    /** Reports from now on whether all servers are running. */
    synchronized void attach(Consumer<Boolean> newReadiness) {
        readiness = newReadiness;
        report();
    }

    /** The product is stopping: registry-proxy reports that itself, and nobody waits for servers any more. */
    synchronized void detach() {
        readiness = null;
        stopping = true;
        notifyAll();
    }

    /** How often a server has stopped unexpectedly. */
    synchronized int losses() {
        return losses;
    }

    /** Waits until all servers are running; false if the product is stopping. */
    synchronized boolean awaitServers() {
        try {
            while (!stopping && !down.isEmpty()) {
                wait();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
        return !stopping;
    }

    synchronized void down(String name, String reason) {
        progress.say("%s stopped unexpectedly, restarting it. Last line of its log: %s".formatted(name, reason));
        down.add(name);
        losses++;
        report();
    }

    synchronized void up(String name) {
        progress.say(name + " is up again");
        down.remove(name);
        notifyAll();
        report();
    }

    /** The server could not be restarted. */
    void lost(String name, String reason) {
        stop.accept(
                "%s could not be restarted (%d attempts): %s".formatted(name, SupervisedServer.MAX_ATTEMPTS, reason));
    }

    private void report() {
        if (readiness != null) {
            readiness.accept(down.isEmpty());
        }
    }
}
