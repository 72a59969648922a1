package io.wave.local.server;

import io.wave.local.process.LocalServiceException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Unused ports of the loopback interface. */
public final class FreePort {

    private static final int MAX_TRIES = 1_000;
    private static final Set<Integer> RETURNED = ConcurrentHashMap.newKeySet();

    private FreePort() {}

    /** A port that is free now and was not returned before, so that servers that start concurrently do not conflict. */
    public static int find() {
        for (int i = 0; i < MAX_TRIES; i++) {
            int port = any();
            if (RETURNED.add(port)) {
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
