package io.wave.proxy.hold;

import io.wave.token.ContainerToken;
import io.wave.token.RequestRecord.BuildLink;
import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/** One pull that waits: whom to answer, and the timer of its hop. Ten thousand of these must be cheap. */
final class HeldPull {

    private final Ask ask;
    private final Consumer<Held> whenOver;
    private final AtomicBoolean over = new AtomicBoolean();
    private @Nullable Disposable timer;

    HeldPull(Ask ask, Consumer<Held> whenOver) {
        this.ask = ask;
        this.whenOver = whenOver;
    }

    Ask ask() {
        return ask;
    }

    BuildLink build() {
        return ask.build();
    }

    /** Answers unless somebody else was first; tells whether this was the answer. */
    boolean answer(Held held) {
        if (!over.compareAndSet(false, true)) {
            return false;
        }
        whenOver.accept(held);
        return true;
    }

    /** Sets the timer of the hop in place of an earlier one. */
    synchronized void setTimer(Disposable newTimer) {
        if (timer != null) {
            timer.dispose();
        }
        timer = newTimer;
        if (over.get()) {
            newTimer.dispose();
        }
    }

    /** Ends the wait, whoever ended it; tells whether there was no answer, since the client has gone. */
    synchronized boolean end() {
        if (timer != null) {
            timer.dispose();
        }
        return over.compareAndSet(false, true);
    }

    /**
     * What the client asked.
     *
     * @param uri as it was sent
     * @param hop the number of this request of the pull
     * @param atMillis when it came
     */
    record Ask(ContainerToken token, BuildLink build, String userAgent, URI uri, int hop, long atMillis) {}
}
