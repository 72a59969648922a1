package io.wave.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Ports of the loopback interface that nobody listens on. */
public final class FreePort {

    private static final int MAX_TRIES = 1_000;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private FreePort() {}

    /** One that is free now, and was not given to anybody else: servers that start side by side do not meet on it. */
    public static int find() {
        for (int i = 0; i < MAX_TRIES; i++) {
            int port = any();
            if (GIVEN.add(port)) {
                return port;
            }
        }
        throw new LocalServiceException("No free port");
    }

    private static int any() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failed) {
            throw LocalServiceException.of("No free port", failed);
        }
    }
}
