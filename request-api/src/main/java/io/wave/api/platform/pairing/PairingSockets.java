package io.wave.api.platform.pairing;

import io.wave.api.platform.PlatformEndpoint;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.springframework.web.socket.CloseStatus;

/** The Platforms that are connected to this replica. A Platform may have several connections. */
public final class PairingSockets {

    private static final int MISSED_PINGS = 3;
    private static final Comparator<PairingSocket> BEST_FIRST = Comparator.comparing(PairingSocket::isSilent)
            .thenComparing(
                    Comparator.comparingLong(PairingSocket::lastSeenNanos).reversed());

    private final Set<PairingSocket> sockets = ConcurrentHashMap.newKeySet();
    private final List<BiConsumer<String, Boolean>> listeners = new CopyOnWriteArrayList<>();
    private final int max;

    PairingSockets(int max) {
        this.max = max;
    }

    /**
     * Gets the location of a Platform, and whether it is connected to this replica, when that changes and now and then.
     */
    public void onChange(BiConsumer<String, Boolean> listener) {
        listeners.add(listener);
    }

    /** Whether there is room for another one. */
    boolean add(PairingSocket socket) {
        if (sockets.size() >= max) {
            return false;
        }
        sockets.add(socket);
        changed(socket);
        return true;
    }

    void remove(PairingSocket socket) {
        if (sockets.remove(socket)) {
            changed(socket);
        }
    }

    private void changed(PairingSocket socket) {
        String location = socket.endpoint().location();
        synchronized (this) {
            listeners.forEach(
                    listener -> listener.accept(location, find(location).isPresent()));
        }
    }

    /** The connection of a Platform to this replica that answers requests, and from which something arrived last. */
    public Optional<PairingSocket> find(PlatformEndpoint endpoint) {
        return find(endpoint.location());
    }

    /** The same by the location of the Platform. */
    public Optional<PairingSocket> find(String location) {
        return sockets.stream()
                .filter(socket -> socket.endpoint().location().equals(location))
                .min(BEST_FIRST);
    }

    /**
     * Pings all connections, and closes those from which nothing has arrived for three intervals. Listeners are told again, since they
     * may have forgotten what they were told.
     */
    void check(Duration interval) {
        long now = System.nanoTime();
        for (PairingSocket socket : sockets) {
            if (now - socket.lastSeenNanos() > MISSED_PINGS * interval.toNanos()) {
                socket.close(CloseStatus.GOING_AWAY.withReason("nothing was received for too long"));
                remove(socket);
            } else {
                socket.ping();
                changed(socket);
            }
        }
    }

    void closeAll() {
        sockets.forEach(socket -> {
            socket.close(CloseStatus.GOING_AWAY.withReason("this replica stops; connect again"));
            remove(socket);
        });
    }

    /** Number of connections. */
    int size() {
        return sockets.size();
    }
}
