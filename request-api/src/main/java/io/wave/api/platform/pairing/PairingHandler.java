package io.wave.api.platform.pairing;

import io.wave.api.platform.PlatformEndpoint;
import io.wave.api.platform.PlatformProperties;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;
import org.springframework.web.socket.handler.ConcurrentWebSocketSessionDecorator;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.core.JacksonException;

/** Handles the connections of Platforms: {@code /pairing/{service}/token/{token}?endpoint=<URL>}. */
final class PairingHandler extends AbstractWebSocketHandler {

    private static final Logger LOG = LoggerFactory.getLogger(PairingHandler.class);
    private static final int SEND_MILLIS = 10_000;
    private static final int SEND_BUFFER = 4 * 1024 * 1024;
    private static final int MAX_REASON = 120;

    private final PlatformProperties properties;
    private final Pairings pairings;
    private final PairingSockets sockets;
    private final Supplier<String> ids;
    private final Map<String, PairingSocket> bySession = new ConcurrentHashMap<>();

    PairingHandler(PlatformProperties properties, Pairings pairings, PairingSockets sockets, Supplier<String> ids) {
        this.properties = properties;
        this.pairings = pairings;
        this.sockets = sockets;
        this.ids = ids;
    }

    /** A Platform that is refused; the reason says why. */
    private static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1L;

        RefusedException(String reason) {
            super(reason);
        }
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession session) throws IOException {
        try {
            open(session);
        } catch (RefusedException refused) {
            LOG.atWarn().log("A Platform was refused: {}", refused.getMessage());
            close(session, CloseStatus.POLICY_VIOLATION, String.valueOf(refused.getMessage()));
        } catch (DataAccessException unavailable) {
            LOG.atWarn().log("A Platform cannot connect: the database is unavailable");
            close(session, CloseStatus.SERVICE_RESTARTED, "the database of this service is unavailable; try again");
        }
    }

    private void open(WebSocketSession session) throws IOException, RefusedException {
        URI uri = Objects.requireNonNull(session.getUri());
        String[] path = uri.getPath().split("/");
        requireLicence(path[path.length - 1]);
        requireService(path[path.length - 3]);
        PlatformEndpoint endpoint = endpoint(uri);
        PairingKey key = PairingKey.of(PairingSocket.SERVICE, endpoint);
        Pairing pairing = pairings.acquire(key);
        PairingSocket socket = new PairingSocket(
                new ConcurrentWebSocketSessionDecorator(session, SEND_MILLIS, SEND_BUFFER), endpoint, key);
        bySession.put(session.getId(), socket);
        socket.send(new PairingMessage.Response(ids.get(), pairing.id(), pairing.publicKey()));
        if (!sockets.add(socket)) {
            throw new RefusedException("too many Platforms are connected (wave.platform.max-sockets)");
        }
        LOG.atInfo().addKeyValue("endpoint", endpoint).log("A Platform is connected");
    }

    private void requireLicence(String token) throws RefusedException {
        byte[] sent = token.getBytes(StandardCharsets.UTF_8);
        boolean known = properties.licences().stream()
                .anyMatch(licence -> MessageDigest.isEqual(licence.getBytes(StandardCharsets.UTF_8), sent));
        if (!properties.licences().isEmpty() && !known) {
            throw new RefusedException("the licence of this Platform is not among wave.platform.licences");
        }
    }

    private static void requireService(String service) throws RefusedException {
        if (!service.equals(PairingSocket.SERVICE)) {
            throw new RefusedException(
                    "the service in the path must be '%s', not '%s'".formatted(PairingSocket.SERVICE, service));
        }
    }

    private PlatformEndpoint endpoint(URI uri) throws RefusedException {
        String sent = UriComponentsBuilder.fromUri(uri).build().getQueryParams().getFirst("endpoint");
        if (sent == null || sent.isBlank()) {
            throw new RefusedException("endpoint: is missing; name the URL of the API of the Platform");
        }
        PlatformEndpoint endpoint;
        try {
            endpoint = PlatformEndpoint.parse(java.net.URLDecoder.decode(sent, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException invalid) {
            throw new RefusedException("endpoint: " + invalid.getMessage());
        }
        if (properties.find(endpoint).isEmpty()) {
            throw new RefusedException(
                    "endpoint: %s is not among wave.platform.endpoints, or is denied".formatted(endpoint));
        }
        return endpoint;
    }

    @Override
    public boolean supportsPartialMessages() {
        return true;
    }

    @Override
    protected void handleTextMessage(WebSocketSession session, TextMessage part) throws IOException {
        Optional<PairingSocket> known = Optional.ofNullable(bySession.get(session.getId()));
        if (known.isEmpty()) {
            return;
        }
        PairingSocket socket = known.get();
        socket.seen();
        if (!socket.append(part.getPayload())) {
            close(
                    session,
                    CloseStatus.TOO_BIG_TO_PROCESS,
                    "a message must not be longer than %d characters".formatted(PairingMessage.MAX_LENGTH));
        } else if (part.isLast()) {
            handle(session, socket, socket.take());
        }
    }

    private void handle(WebSocketSession session, PairingSocket socket, String text) throws IOException {
        PairingMessage message;
        try {
            message = PairingMessage.parse(text);
        } catch (JacksonException | IllegalArgumentException unknown) {
            LOG.atWarn()
                    .addKeyValue("endpoint", socket.endpoint())
                    .log("A message of a Platform was ignored: it is not one of the pairing protocol");
            return;
        }
        switch (message) {
            case PairingMessage.Heartbeat _ -> heartbeat(session, socket);
            case PairingMessage.Reply reply -> socket.answered(reply);
            case PairingMessage.Response _, PairingMessage.Request _ ->
                LOG.atDebug().log("A message of a Platform was ignored: only this service sends it");
        }
    }

    private void heartbeat(WebSocketSession session, PairingSocket socket) throws IOException {
        boolean exists;
        try {
            exists = pairings.exists(socket.key());
        } catch (DataAccessException unavailable) {
            exists = true;
        }
        if (exists) {
            socket.send(new PairingMessage.Heartbeat(ids.get()));
        } else {
            close(session, CloseStatus.GOING_AWAY, "the pairing is no longer known; connect again");
        }
    }

    @Override
    protected void handlePongMessage(WebSocketSession session, PongMessage message) {
        Optional.ofNullable(bySession.get(session.getId())).ifPresent(PairingSocket::seen);
    }

    @Override
    public void handleTransportError(WebSocketSession session, Throwable error) {
        LOG.atDebug().setCause(error).log("The connection of a Platform is broken");
    }

    @Override
    public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
        @Nullable PairingSocket socket = bySession.remove(session.getId());
        if (socket != null) {
            sockets.remove(socket);
            socket.closed();
            LOG.atInfo()
                    .addKeyValue("endpoint", socket.endpoint())
                    .addKeyValue("code", status.getCode())
                    .log("A Platform has disconnected");
        }
    }

    /** A reason has at most 123 bytes. */
    private static void close(WebSocketSession session, CloseStatus status, String reason) throws IOException {
        String ascii = reason.replaceAll("[^ -~]", "?");
        session.close(status.withReason(ascii.length() <= MAX_REASON ? ascii : ascii.substring(0, MAX_REASON)));
    }
}
