package io.wave.local.server;

import io.wave.local.process.LocalServiceException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Unused ports of the loopback interface. */
public final class FreePort {

    private static final int MAX_TRIES = 1_000;
    private static final int LOWEST = 12_000;
    /** The ports of outgoing connections begin here, unless the machine is configured otherwise. */
    private static final int HIGHEST = 32_768;

    private static final Set<Integer> RETURNED = ConcurrentHashMap.newKeySet();

    private FreePort() {}

    /**
     * A port that is free now and was not returned before, so that servers that start concurrently do not conflict. It is one that
     * Linux gives to no outgoing connection, since the server may need a minute to start.
     */
    public static int find() {
        for (int i = 0; i < MAX_TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (isFree(port) && RETURNED.add(port)) {
                return port;
            }
        }
        throw new LocalServiceException("No free port");
    }

    private static boolean isFree(int port) {
        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
