package io.wave.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.local.TemporaryFolders;
import io.wave.local.process.LocalServiceException;
import io.wave.local.process.ProcessIdentity;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the embedded default relies on: data that outlives its servers, and servers that outlive their JVM. */
class ServersIT {

    @TempDir
    Path folder;

    @Test
    void commitsSurviveKillOfPostgres() throws SQLException {
        PostgresServer killed = startPostgres();
        execute(killed.database("wave"), "CREATE TABLE kept (id int)");
        ProcessHandle.of(killed.pid()).orElseThrow().destroyForcibly();
        killed.close();
        try (PostgresServer again = startPostgres()) {
            execute(again.database("wave"), "SELECT * FROM kept");
        }
    }

    @Test
    void postgresWithDamagedDataFailsWithTheReason() throws IOException {
        startPostgres().close();
        Files.delete(folder.resolve("data/PG_VERSION"));
        assertThatThrownBy(this::startPostgres)
                .isInstanceOf(LocalServiceException.class)
                .hasMessageContaining("is not a database cluster directory");
    }

    @Test
    void postgresLeftRunningIsStopped() {
        try (PostgresServer left = startPostgres()) {
            StaleServers.stopIn(folder);
            assertThat(ProcessIdentity.of(left.pid())).isEmpty();
        }
    }

    @Test
    void redisLeftRunningIsStoppedBeforeNextStart() {
        RedisServer left = RedisServer.start(folder);
        try (RedisServer next = RedisServer.start(folder)) {
            assertThat(next.pid()).isNotEqualTo(left.pid());
            assertThat(ProcessIdentity.of(left.pid())).isEmpty();
            assertThat(next.password()).isEqualTo(left.password());
        }
    }

    @Test
    void kafkaTopicsSurviveARestart() throws ExecutionException, InterruptedException {
        try (KafkaServer kafka = KafkaServer.start(folder);
                Admin admin = admin(kafka)) {
            admin.createTopics(List.of(new NewTopic("kept", 2, (short) 1)))
                    .all()
                    .get();
        }
        try (KafkaServer kafka = KafkaServer.start(folder);
                Admin admin = admin(kafka)) {
            assertThat(admin.listTopics().names().get()).contains("kept");
        }
    }

    @Test
    void registryListensOnLoopback() throws IOException, InterruptedException {
        Assumptions.assumeTrue(DockerRegistry.isInstalled(), "docker-registry is not installed");
        try (DockerRegistry registry = DockerRegistry.start(folder);
                HttpClient client = HttpClient.newHttpClient()) {
            URI version = URI.create("http://%s/v2/".formatted(registry.host()));
            var answer = client.send(HttpRequest.newBuilder(version).build(), BodyHandlers.discarding());
            assertThat(answer.statusCode()).isEqualTo(200);
        }
    }

    private PostgresServer startPostgres() {
        return PostgresServer.start(folder, TemporaryFolders.postgresBinaries());
    }

    private static Admin admin(KafkaServer kafka) {
        return Admin.create(kafka.clientSettings());
    }

    private static void execute(Database database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
