package io.wave.api.platform.pairing;

import io.wave.messaging.loop.RepeatedTask;
import java.time.Duration;

/** Finds connections that are dead, and closes all when the service stops, so that Platforms connect to another replica. */
record PairingLoop(PairingSockets sockets, Duration interval) implements RepeatedTask {

    @Override
    public boolean run() {
        sockets.check(interval);
        return false;
    }

    @Override
    public void finish() {
        sockets.closeAll();
    }
}
