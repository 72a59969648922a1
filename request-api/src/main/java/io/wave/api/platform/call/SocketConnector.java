package io.wave.api.platform.call;

import io.wave.api.platform.PlatformEndpoint;
import io.wave.api.platform.pairing.PairingMessage;
import io.wave.api.platform.pairing.PairingSocket;
import io.wave.api.platform.pairing.PairingSockets;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls Platforms through their connections: one to this replica, or else one to another replica. One that has not answered lately is the last
 * choice.
 */
final class SocketConnector implements PlatformConnector {

    private final PairingSockets sockets;
    private final ReplicaRelay relay;

    SocketConnector(PairingSockets sockets, ReplicaRelay relay) {
        this.sockets = sockets;
        this.relay = relay;
    }

    @Override
    public PairingMessage.Reply call(PlatformEndpoint endpoint, PairingMessage.Request request, Duration timeout)
            throws IOException, TimeoutException, InterruptedException {
        Optional<PairingSocket> local = sockets.find(endpoint);
        if (local.filter(socket -> !socket.isSilent()).isPresent()) {
            return await(local.get().call(request), timeout);
        }
        try {
            return await(relay.call(endpoint.location(), request, timeout), timeout);
        } catch (NotConnectedException notElsewhere) {
            return await(local.orElseThrow(() -> notElsewhere).call(request), timeout);
        }
    }

    /** Waits; whoever is late finds nobody waiting. */
    static <T> T await(CompletableFuture<T> result, Duration timeout)
            throws IOException, TimeoutException, InterruptedException {
        try {
            return result.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException known
                    ? known
                    : new IOException(String.valueOf(failed.getCause()), failed.getCause());
        } finally {
            result.cancel(false);
        }
    }
}
