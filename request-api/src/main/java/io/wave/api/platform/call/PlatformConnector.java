package io.wave.api.platform.call;

import io.wave.api.platform.PlatformEndpoint;
import io.wave.api.platform.pairing.PairingMessage;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** A way to the API of Platforms. */
interface PlatformConnector {

    /**
     * Sends a request once.
     *
     * @throws NotConnectedException if there is no way to the Platform at the moment
     * @throws IOException if the way breaks before the reply is complete
     * @throws TimeoutException if the reply does not arrive within {@code wave.platform.timeout}
     */
    PairingMessage.Reply call(PlatformEndpoint endpoint, PairingMessage.Request request)
            throws IOException, TimeoutException, InterruptedException;

    /** There is no way to a Platform. */
    final class NotConnectedException extends IOException {

        private static final long serialVersionUID = 1L;

        NotConnectedException(String message) {
            super(message);
        }
    }
}
