package io.wave.proxy.registry;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** One connection serves request after request: none is left unread, however soon it follows the previous response. */
// Rate limits are looked up in Redis: responses are written from another thread than that of the connection.
@RegistryProxyTest
@TestPropertySource(properties = {"rate-limit.enabled=true", "rate-limit.http-request.limit=1000000/1s"})
class PersistentConnectionIT {

    private static final int REQUESTS = 20_000;
    private static final int SILENCE_MILLIS = 60_000;

    @LocalServerPort
    int port;

    @Test
    @Timeout(value = 10, unit = MINUTES)
    void everyRequestIsAnswered() throws IOException {
        byte[] request = "GET /v2/ HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                BufferedReader answers =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(SILENCE_MILLIS);
            OutputStream requests = socket.getOutputStream();
            for (int i = 0; i < REQUESTS; i++) {
                requests.write(request);
                assertThat(answers.readLine()).as("answer %d", i).isEqualTo("HTTP/1.1 200 OK");
                skipRest(answers);
            }
        }
    }

    private static void skipRest(BufferedReader answer) throws IOException {
        String line = answer.readLine();
        while (line != null && !line.isEmpty()) {
            line = answer.readLine();
        }
        assertThat(answer.read()).isEqualTo('O');
        assertThat(answer.read()).isEqualTo('K');
    }
}
