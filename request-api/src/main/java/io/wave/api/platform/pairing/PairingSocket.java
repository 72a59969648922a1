package io.wave.api.platform.pairing;

import io.wave.api.platform.PlatformEndpoint;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;

/** The connection of a Platform to this replica. */
public final class PairingSocket {

    /** The service of Platforms, as they name it. */
    static final String SERVICE = "tower";

    private static final Logger LOG = LoggerFactory.getLogger(PairingSocket.class);
    private static final int MAX_PENDING = 1_000;

    private final WebSocketSession session;
    private final PlatformEndpoint endpoint;
    private final PairingKey key;
    private final Map<String, CompletableFuture<PairingMessage.Reply>> pending = new ConcurrentHashMap<>();
    private final StringBuilder incoming = new StringBuilder();
    private volatile long lastSeenNanos = System.nanoTime();
    private volatile boolean silent;
    private volatile boolean closed;

    PairingSocket(WebSocketSession session, PlatformEndpoint endpoint, PairingKey key) {
        this.session = session;
        this.endpoint = endpoint;
        this.key = key;
    }

    PlatformEndpoint endpoint() {
        return endpoint;
    }

    PairingKey key() {
        return key;
    }

    /** Whether the last request that was given up, or answered, was given up. */
    public boolean isSilent() {
        return silent;
    }

    /** When something last arrived. */
    long lastSeenNanos() {
        return lastSeenNanos;
    }

    void seen() {
        lastSeenNanos = System.nanoTime();
    }

    /**
     * Sends a request. The result is the reply, or an {@link IOException} if the connection is closed before it arrives; whoever
     * waits no longer cancels it.
     */
    public CompletableFuture<PairingMessage.Reply> call(PairingMessage.Request request) {
        CompletableFuture<PairingMessage.Reply> reply = new CompletableFuture<>();
        if (pending.size() >= MAX_PENDING) {
            reply.completeExceptionally(new IOException("the Platform has too many unanswered requests"));
            return reply;
        }
        pending.put(request.msgId(), reply);
        var _ = reply.whenComplete((_, failure) -> {
            pending.remove(request.msgId());
            if (failure != null) {
                silent = true;
            }
        });
        try {
            send(request);
            if (closed) {
                fail();
            }
        } catch (IOException | RuntimeException broken) {
            reply.completeExceptionally(new IOException("the connection of the Platform is broken", broken));
            close(CloseStatus.SESSION_NOT_RELIABLE);
        }
        return reply;
    }

    void send(PairingMessage message) throws IOException {
        session.sendMessage(new TextMessage(message.json()));
    }

    void ping() {
        try {
            session.sendMessage(new PingMessage());
        } catch (IOException | RuntimeException broken) {
            LOG.atInfo().setCause(broken).log("A connection of a Platform is broken");
            close(CloseStatus.SESSION_NOT_RELIABLE);
        }
    }

    /**
     * Adds a part of a message.
     *
     * @return whether the message is still within its limit
     */
    boolean append(String part) {
        incoming.append(part);
        return incoming.length() <= PairingMessage.MAX_LENGTH;
    }

    /** The message, when it is complete. */
    String take() {
        String text = incoming.toString();
        incoming.setLength(0);
        incoming.trimToSize();
        return text;
    }

    /** A reply; one that nobody waits for any more is dropped. */
    void answered(PairingMessage.Reply reply) {
        silent = false;
        CompletableFuture<PairingMessage.Reply> waiting = pending.remove(reply.msgId());
        if (waiting != null) {
            waiting.complete(reply);
        }
    }

    void close(CloseStatus status) {
        try {
            session.close(status);
        } catch (IOException alreadyBroken) {
            LOG.atDebug().setCause(alreadyBroken).log("A connection of a Platform was closed already");
        }
        closed();
    }

    void closed() {
        closed = true;
        fail();
    }

    private void fail() {
        pending.values()
                .forEach(reply -> reply.completeExceptionally(
                        new IOException("the Platform has disconnected while it was asked")));
    }
}
