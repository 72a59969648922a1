package io.wave.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.image.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServersIT {

    @Test
    void comeBackOnTheirPortsWithTheirData(@TempDir Path folder) throws Exception {
        try (Servers servers = Servers.start(folder)) {
            // Given
            Map<String, String> before = servers.properties();
            execute(before, "CREATE TABLE kept (id int)");
            // When
            servers.crashPostgres();
            servers.stopKafka();
            servers.returnKafka();
            servers.flushRedis();
            // Then
            assertThat(servers.properties()).isEqualTo(before);
            execute(before, "INSERT INTO kept VALUES (1)");
            assertThat(isOpen(URI.create("kafka://" + servers.kafkaClient().get("bootstrap.servers"))))
                    .isTrue();
        }
    }

    @Test
    void serveTheImagesThatArePutThere(@TempDir Path folder) {
        try (Servers servers = Servers.start(folder)) {
            // When
            Digest digest = TestImage.busybox(TestImage.Family.DOCKER).push(servers.uploads(), "some/image", "1");
            // Then
            WaveClient registry = new WaveClient(URI.create("http://" + servers.registry()));
            assertThat(Digest.of(registry.manifest(servers.registry() + "/some/image:1")
                            .body()))
                    .isEqualTo(digest);
        }
    }

    private static void execute(Map<String, String> properties, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        properties.get("spring.datasource.url"),
                        properties.get("spring.datasource.username"),
                        properties.get("spring.datasource.password"));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static boolean isOpen(URI address) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
            return socket.isConnected();
        }
    }
}
