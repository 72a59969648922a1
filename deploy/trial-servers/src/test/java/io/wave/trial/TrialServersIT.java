package io.wave.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.local.server.FreePort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Node;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Reached as by another machine: from 127.0.0.2, which is not the loopback address that PostgreSQL trusts with other users. */
class TrialServersIT {

    private static final String PASSWORD = "0123456789abcdefghij";

    @TempDir
    static Path folder;

    private static TrialSettings settings;
    private static TrialServers servers;

    private static TrialSettings settings(String password) {
        var ports = new TrialSettings.Ports(FreePort.find(), FreePort.find(), FreePort.find(), FreePort.find());
        return new TrialSettings(folder, "127.0.0.2", password, ports);
    }

    @BeforeAll
    static void start() {
        settings = settings(PASSWORD);
        servers = TrialServers.start(settings);
    }

    @AfterAll
    static void stop() {
        servers.close();
    }

    @Test
    void ownerOfTheDatabaseAndNobodyElseLogsInFromAnotherMachine() throws SQLException {
        try (Connection connection = connect("wave", PASSWORD)) {
            assertThat(connection.isValid(5)).isTrue();
        }
        assertThatThrownBy(() -> connect("wave", "another")).hasMessageContaining("authentication failed");
        assertThatThrownBy(() -> connect("postgres", PASSWORD)).hasMessageContaining("no pg_hba.conf entry");
    }

    private static Connection connect(String user, String password) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.2:%d/wave?localSocketAddress=127.0.0.2"
                        .formatted(settings.ports().postgres()),
                user,
                password);
    }

    @Test
    void redisRequiresThePassword() throws IOException {
        try (Socket socket = new Socket("127.0.0.2", settings.ports().redis());
                var answers =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            socket.getOutputStream()
                    .write("PING\r\nAUTH %s\r\nPING\r\n".formatted(PASSWORD).getBytes(StandardCharsets.US_ASCII));
            assertThat(answers.readLine()).startsWith("-NOAUTH");
            assertThat(answers.readLine()).isEqualTo("+OK");
            assertThat(answers.readLine()).isEqualTo("+PONG");
        }
    }

    @Test
    void kafkaNamesTheHostThatWasGiven() throws Exception {
        try (Admin admin = Admin.create(Map.of(
                "bootstrap.servers",
                "127.0.0.2:" + settings.ports().kafka(),
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"wave\" password=\"%s\";"
                        .formatted(PASSWORD)))) {
            assertThat(admin.describeCluster().nodes().get(30, TimeUnit.SECONDS))
                    .extracting(Node::host)
                    .containsExactly("127.0.0.2");
        }
    }

    @Test
    void objectsAreUploadedAndDownloadedThroughSignedUrls() throws Exception {
        try (S3Presigner signer = signer()) {
            Duration validity = Duration.ofMinutes(1);
            URI upload = signer.presignPutObject(request -> request.signatureDuration(validity)
                            .putObjectRequest(put -> put.bucket(S3Server.BUCKET).key("a/b")))
                    .url()
                    .toURI();
            assertThat(S3Calls.put(upload, "some words")).isEqualTo(200);
            URI download = signer.presignGetObject(request -> request.signatureDuration(validity)
                            .getObjectRequest(get -> get.bucket(S3Server.BUCKET).key("a/b")))
                    .url()
                    .toURI();
            assertThat(S3Calls.get(download)).isEqualTo("200 some words");
            URI unsigned = URI.create(download.toString().replaceAll("\\?.*", ""));
            assertThat(S3Calls.get(unsigned)).startsWith("403 ");
        }
    }

    private static S3Presigner signer() {
        return S3Presigner.builder()
                .endpointOverride(
                        URI.create("http://127.0.0.2:" + settings.ports().s3()))
                .region(Region.US_EAST_1)
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("wave", PASSWORD)))
                .build();
    }

    @Test
    void folderIsNotUsedTwice() {
        assertThatThrownBy(() -> TrialServers.start(settings(PASSWORD))).hasMessageContaining("is in use");
    }
}
