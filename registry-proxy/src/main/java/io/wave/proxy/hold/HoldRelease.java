package io.wave.proxy.hold;

import org.springframework.context.SmartLifecycle;

/**
 * Redirects all held pulls before the web server stops, which would wait for them: the default phase is stopped first.
 */
final class HoldRelease implements SmartLifecycle {

    private final HeldPulls pulls;
    private volatile boolean running;

    HoldRelease(HeldPulls pulls) {
        this.pulls = pulls;
    }

    @Override
    public void start() {
        // An application context may be stopped and started again.
        pulls.start();
        running = true;
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    /**
     * Continues when the pulls have left: the web server would close the connections of pulls that it has not received.
     */
    @Override
    public void stop(Runnable callback) {
        running = false;
        var _ = pulls.release().whenComplete((_, _) -> callback.run());
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
