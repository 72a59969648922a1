package io.wave.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports of the loopback interface that nobody listens on. */
public final class FreePort {

    private FreePort() {}

    /** One that is free now. */
    public static int find() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failed) {
            throw LocalServiceException.of("No free port", failed);
        }
    }
}
