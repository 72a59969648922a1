package io.wave.proxy.hold;

import io.wave.token.ContainerToken;
import io.wave.token.RequestRecord.JobLink;
import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/** A pull that is held: its callback and the timer of its current hop. There may be ten thousand of these. */
final class HeldPull {

    private final PullRequest request;
    private final Consumer<HoldResult> callback;
    private final AtomicBoolean completed = new AtomicBoolean();
    private @Nullable Disposable timer;

    HeldPull(PullRequest request, Consumer<HoldResult> callback) {
        this.request = request;
        this.callback = callback;
    }

    PullRequest request() {
        return request;
    }

    JobLink job() {
        return request.job();
    }

    /** Completes the pull unless it is complete already; returns whether it was completed by this call. */
    boolean complete(HoldResult result) {
        if (!completed.compareAndSet(false, true)) {
            return false;
        }
        callback.accept(result);
        return true;
    }

    /** Sets the timer of the hop, replacing an earlier one. */
    synchronized void setTimer(Disposable newTimer) {
        if (timer != null) {
            timer.dispose();
        }
        timer = newTimer;
        if (completed.get()) {
            newTimer.dispose();
        }
    }

    /** Ends the hold; returns whether the pull was not completed, because the client has disconnected. */
    synchronized boolean end() {
        if (timer != null) {
            timer.dispose();
        }
        return completed.compareAndSet(false, true);
    }

    /**
     * The request of the client.
     *
     * @param uri as sent by the client
     * @param hop number of this request among the requests of the pull
     * @param receivedAtMillis time of arrival
     */
    record PullRequest(ContainerToken token, JobLink job, String userAgent, URI uri, int hop, long receivedAtMillis) {}
}
