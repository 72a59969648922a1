package io.wave.api.platform.call;

import io.wave.api.platform.PlatformEndpoint;
import io.wave.api.platform.pairing.PairingMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** A way to the API of Platforms. */
interface PlatformConnector {

    /**
     * Sends a request once.
     *
     * @param timeout how long the reply is waited for
     * @throws NotConnectedException if there is no way to the Platform at the moment
     * @throws IOException if the way breaks before the reply is complete
     * @throws TimeoutException if the reply does not arrive in time
     */
    PairingMessage.Reply call(PlatformEndpoint endpoint, PairingMessage.Request request, Duration timeout)
            throws IOException, TimeoutException, InterruptedException;

    /** There is no way to a Platform. */
    final class NotConnectedException extends IOException {

        private static final long serialVersionUID = 1L;

        NotConnectedException(String message) {
            super(message);
        }
    }
}
