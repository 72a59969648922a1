package io.wave.config.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpCheckTest {

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final HttpCheck check = new HttpCheck(new PrintStream(output, true, StandardCharsets.UTF_8));
    private final HttpServer server;
    private String address = "";

    HttpCheckTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() {
        server.createContext("/up", call -> {
            call.sendResponseHeaders(200, -1);
            call.close();
        });
        server.createContext("/down", call -> {
            call.sendResponseHeaders(503, -1);
            call.close();
        });
        server.start();
        address = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void allUrlsMustBeOk() {
        assertThat(check.run(address + "/up", address + "/up")).isZero();
        assertThat(check.run(address + "/up", address + "/down")).isOne();
        assertThat(output.toString(StandardCharsets.UTF_8))
                .contains("200 " + address + "/up", "503 " + address + "/down");
    }

    @Test
    void whatCannotBeReachedIsNamed() {
        assertThat(check.run("http://127.0.0.1:1/up")).isOne();
        assertThat(check.run("not a URL")).isOne();
        assertThat(output.toString(StandardCharsets.UTF_8)).contains("http://127.0.0.1:1/up", "not a URL");
    }

    @Test
    void nothingToCheckIsAMistake() {
        assertThat(check.run()).isOne();
    }
}
