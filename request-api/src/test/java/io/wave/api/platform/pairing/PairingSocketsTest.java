package io.wave.api.platform.pairing;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.api.platform.PlatformEndpoint;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.web.socket.WebSocketSession;

/** Two connections of one Platform. */
class PairingSocketsTest {

    private static final PlatformEndpoint PLATFORM = PlatformEndpoint.parse("https://platform.test/api");

    private final PairingSockets sockets = new PairingSockets(10);
    private final PairingSocket one = connected();
    private final PairingSocket other = connected();

    /** It answers pings, but no requests. */
    @Test
    void connectionThatDoesNotAnswerIsPassedOver() {
        other.seen();
        assertThat(sockets.find(PLATFORM)).hasValue(other);
        CompletableFuture<PairingMessage.Reply> unanswered = other.call(request("1"));
        unanswered.cancel(false);
        other.seen();
        assertThat(sockets.find(PLATFORM)).hasValue(one);
        one.call(request("2")).cancel(false);
        assertThat(sockets.find(PLATFORM)).as("if none answers").hasValue(other);
        var _ = other.call(request("3"));
        other.answered(new PairingMessage.Reply("3", 200, "{}", null));
        one.seen();
        assertThat(sockets.find(PLATFORM)).as("it answers again").hasValue(other);
    }

    private PairingSocket connected() {
        PairingSocket socket = new PairingSocket(session(), PLATFORM, PairingKey.of(PairingSocket.SERVICE, PLATFORM));
        sockets.add(socket);
        return socket;
    }

    private static PairingMessage.Request request(String id) {
        return PairingMessage.Request.get(id, PLATFORM.base() + "/user-info", null);
    }

    /** Swallows all that is sent. */
    private static WebSocketSession session() {
        return (WebSocketSession) Proxy.newProxyInstance(
                PairingSocketsTest.class.getClassLoader(), new Class<?>[] {WebSocketSession.class}, (_, _, _) -> null);
    }
}
