package io.wave.registry;

import static io.wave.registry.Clients.TENANT;
import static io.wave.registry.Clients.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.wave.image.Digest;
import io.wave.local.fake.TestKeyStore;
import io.wave.registry.config.RegistryEntry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry over TLS with a certificate that the JVM trusts. */
class TlsIT {

    private static final byte[] CONTENT = {1, 2, 3};

    @TempDir
    static Path folder;

    private static HttpsServer server;

    @BeforeAll
    static void startServer() throws Exception {
        TestKeyStore keys = TestKeyStore.create(folder);
        System.setProperty("javax.net.ssl.trustStore", keys.file().toString());
        System.setProperty("javax.net.ssl.trustStorePassword", TestKeyStore.PASSWORD);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(keys.serverContext()));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT);
            exchange.close();
        });
        server.start();
    }

    @AfterAll
    static void stopServer() {
        server.stop(0);
        System.clearProperty("javax.net.ssl.trustStore");
        System.clearProperty("javax.net.ssl.trustStorePassword");
    }

    @Test
    void contentIsReadOverTls() {
        String endpoint = "https://localhost:" + server.getAddress().getPort();
        RegistryClient client = Clients.of(Map.of("registry.test", new RegistryEntry(null, null, false, endpoint)));

        assertThat(await(client.content("registry.test", "some/image", Digest.of(CONTENT), 10, TENANT)))
                .isEqualTo(CONTENT);
    }
}
