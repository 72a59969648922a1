package io.wave.cluster;

import io.wave.local.server.Database;
import io.wave.local.server.DockerRegistry;
import io.wave.local.server.FreePort;
import io.wave.local.server.KafkaServer;
import io.wave.local.server.PostgresServer;
import io.wave.local.server.RedisServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** PostgreSQL, Redis, Kafka and a registry, each of which can be stopped and restarted on its port with its data. */
public final class Servers implements AutoCloseable {

    private static final String DATABASE = "wave";

    private final Path folder;
    private final int postgresPort = FreePort.find();
    private final int kafkaPort = FreePort.find();
    private final RedisServer redis;
    private final DockerRegistry registry;
    private PostgresServer postgres;
    private KafkaServer kafka;

    private Servers(Path folder) {
        this.folder = folder;
        redis = RedisServer.start(subfolder("redis"));
        registry = DockerRegistry.start(subfolder("registry"));
        Stream.of(redis.pid(), registry.pid()).forEach(Servers::endWithThisJvm);
        postgres = startPostgres();
        kafka = startKafka();
    }

    /** Starts the servers with their data in this folder. */
    public static Servers start(Path folder) {
        return new Servers(folder);
    }

    /** The connection settings of a service. The registry also replaces Docker Hub. */
    public Map<String, String> properties() {
        Database database = database();
        Map<String, String> properties = new HashMap<>(kafka.springProperties());
        properties.putAll(Map.of(
                "spring.datasource.url", database.url(),
                "spring.datasource.username", database.user(),
                "spring.datasource.password", database.password(),
                "spring.data.redis.host", redis.host(),
                "spring.data.redis.port", Integer.toString(redis.port()),
                "spring.data.redis.password", redis.password(),
                "wave.build.repo", registry.host() + "/wave/build",
                // Steps of builds reach the build gate.
                "wave.build.network", "host",
                // Tests name more registries of this machine, real and scripted.
                "wave.security.ssrf-protection.allowed", "127.0.0.0/8,::1",
                "wave.registries[docker.io].endpoint", "http://" + registry.host()));
        // Where BuildKit is not installed, buildah builds.
        properties.put("wave.build.buildah.trust-callers", "true");
        return properties;
    }

    /** The database of all services. */
    public Database database() {
        return postgres.database(DATABASE);
    }

    /** Host and port of the registry, as in image names. */
    public String registry() {
        return registry.host();
    }

    /** Puts test images into the registry. */
    public RegistryUploads uploads() {
        return new RegistryUploads(registry.host());
    }

    /** For clients of Kafka. */
    public Map<String, Object> kafkaClient() {
        return kafka.clientSettings();
    }

    /** Crashes PostgreSQL, without a checkpoint and with open sessions, and starts it again. */
    public void crashPostgres() {
        Command.of("kill", "-QUIT", Long.toString(postgres.pid())).run().orThrow();
        postgres.close();
        postgres = startPostgres();
    }

    /** Stops Kafka. */
    public void stopKafka() {
        kafka.close();
    }

    /** Starts Kafka again. */
    public void returnKafka() {
        kafka = startKafka();
    }

    /** Empties Redis. */
    public void flushRedis() {
        try (Socket socket = new Socket(redis.host(), redis.port())) {
            String commands = "AUTH %s\r\nFLUSHALL\r\n".formatted(redis.password());
            socket.getOutputStream().write(commands.getBytes(StandardCharsets.US_ASCII));
            BufferedReader answers =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            expectOk(answers.readLine());
            expectOk(answers.readLine());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        kafka.close();
        postgres.close();
        registry.close();
        redis.close();
    }

    private PostgresServer startPostgres() {
        PostgresServer server =
                PostgresServer.start(subfolder("postgres"), subfolder("postgres-binaries"), postgresPort);
        endWithThisJvm(server.pid());
        return server;
    }

    private KafkaServer startKafka() {
        return KafkaServer.start(subfolder("kafka"), kafkaPort);
    }

    private static void endWithThisJvm(long pid) {
        ProcessHandle.of(pid).ifPresent(ServerProcess::endWithThisJvm);
    }

    private Path subfolder(String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void expectOk(String answer) {
        if (!"+OK".equals(answer)) {
            throw new IllegalStateException("Redis answered " + answer);
        }
    }
}
