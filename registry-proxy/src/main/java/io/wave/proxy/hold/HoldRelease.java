package io.wave.proxy.hold;

import org.springframework.context.SmartLifecycle;

/** Answers all held pulls with their next hop before the server stops, which would wait for them in vain. */
final class HoldRelease implements SmartLifecycle {

    private final HeldPulls pulls;
    private volatile boolean running;

    HoldRelease(HeldPulls pulls) {
        this.pulls = pulls;
    }

    @Override
    public void start() {
        // A context may be stopped and started again.
        pulls.begin();
        running = true;
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    /** Goes on when the pulls have left: the server would close the connections of those that have not reached it. */
    @Override
    public void stop(Runnable callback) {
        running = false;
        var _ = pulls.release().whenComplete((_, _) -> callback.run());
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stopped first of all. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
