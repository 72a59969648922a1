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

/** Calls Platforms through their connections: one to this replica, or else one to another replica. */
final class SocketConnector implements PlatformConnector {

    private final PairingSockets sockets;
    private final ReplicaRelay relay;
    private final Duration timeout;

    SocketConnector(PairingSockets sockets, ReplicaRelay relay, Duration timeout) {
        this.sockets = sockets;
        this.relay = relay;
        this.timeout = timeout;
    }

    @Override
    public PairingMessage.Reply call(PlatformEndpoint endpoint, PairingMessage.Request request)
            throws IOException, TimeoutException, InterruptedException {
        Optional<PairingSocket> local = sockets.find(endpoint);
        return local.isPresent()
                ? await(local.get().call(request), timeout)
                : await(relay.call(endpoint.location(), request), timeout);
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
