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
        running = false;
        pulls.release();
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
