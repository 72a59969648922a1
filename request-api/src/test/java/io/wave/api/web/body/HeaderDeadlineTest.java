package io.wave.api.web.body;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeaderDeadlineTest {

    private final Tomcat tomcat = new Tomcat();

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws LifecycleException {
        Connector connector = new Connector(new HeaderDeadlineProtocol(Duration.ofMillis(200)));
        connector.setPort(0);
        // more requests than the default limit per connection
        connector.setProperty("maxKeepAliveRequests", "-1");
        tomcat.setBaseDir(folder.toString());
        tomcat.setConnector(connector);
        tomcat.addContext("", folder.toString());
        tomcat.start();
    }

    @AfterEach
    void stop() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }

    @Test
    void slowHeadersAreRejected() throws IOException {
        try (Socket client = connect("GET / HTTP/1.1\r\nHost: wave.test\r\nX-A: ")) {
            boolean open = true;
            for (int i = 0; open && i < 1000; i++) {
                open = isOpen(client);
            }
            assertThat(open).isFalse();
        }
    }

    @Test
    void keepAliveConnectionServesManyRequests() throws IOException {
        String request = "HEAD / HTTP/1.1\r\nHost: wave.test\r\n\r\n";
        try (Socket client = connect("")) {
            client.setSoTimeout(10_000);
            long end = System.nanoTime() + Duration.ofMillis(500).toNanos();
            while (System.nanoTime() < end) {
                send(client, request.substring(0, 10));
                send(client, request.substring(10));
                byte[] answer = new byte[8192];
                int length = client.getInputStream().read(answer);
                assertThat(new String(Arrays.copyOf(answer, length), StandardCharsets.US_ASCII))
                        .startsWith("HTTP/1.1 404");
            }
        }
    }

    private Socket connect(String text) throws IOException {
        Socket client = new Socket("localhost", tomcat.getConnector().getLocalPort());
        client.setTcpNoDelay(true);
        client.setSoTimeout(10);
        send(client, text);
        return client;
    }

    /** Sends a byte and listens briefly. */
    private static boolean isOpen(Socket client) {
        try {
            send(client, "a");
            return client.getInputStream().read() >= 0;
        } catch (SocketTimeoutException silent) {
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    private static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().flush();
    }
}
