package io.wave.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class BuildGateTest {

    @Test
    void countsAndReleasesWaitingBuilds() throws IOException {
        // Given
        try (BuildGate gate = BuildGate.start();
                Socket first = arrive(gate);
                Socket second = arrive(gate)) {
            await().until(() -> gate.running("a") == 2);
            // When
            first.close();
            // Then
            await().until(() -> gate.running("a") == 1);
            gate.open("a");
            assertThat(new String(second.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.0 200 OK")
                    .endsWith("open\n");
            assertThat(gate.mostAtOnce("a")).isEqualTo(2);
            assertThat(gate.started("a")).isEqualTo(2);
            assertThat(gate.started("b")).isZero();
        }
    }

    private static Socket arrive(BuildGate gate) throws IOException {
        Matcher port = Pattern.compile("127\\.0\\.0\\.1:(\\d+)/a").matcher(gate.step("a"));
        assertThat(port.find()).isTrue();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port.group(1)));
        socket.getOutputStream().write("GET /a HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return socket;
    }
}
