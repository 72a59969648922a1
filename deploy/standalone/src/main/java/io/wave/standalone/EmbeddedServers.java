package io.wave.standalone;

import io.wave.local.data.DataFolder;
import io.wave.local.server.Database;
import io.wave.local.server.DockerRegistry;
import io.wave.local.server.KafkaServer;
import io.wave.local.server.PostgresServer;
import io.wave.local.server.RedisServer;
import io.wave.local.server.StaleServers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The servers that the services use, with their data in the data folder. */
final class EmbeddedServers implements AutoCloseable {

    private static final String DATABASE = "wave";
    private static final String POSTGRES = "PostgreSQL";
    private static final String REDIS = "Redis";
    private static final String REGISTRY = "Registry";

    private static final Duration KAFKA_STOP_LIMIT = Duration.ofSeconds(10);

    private final RedisServer redis;
    private final KafkaServer kafka;
    private final Optional<String> registryHost;
    private final Database database;
    private final List<SupervisedServer> supervised;

    private EmbeddedServers(
            RedisServer redis,
            KafkaServer kafka,
            Optional<String> registryHost,
            Database database,
            List<SupervisedServer> supervised) {
        this.redis = redis;
        this.kafka = kafka;
        this.registryHost = registryHost;
        this.database = database;
        this.supervised = supervised;
    }

    /**
     * Starts all of them, or none, and restarts those that end.
     *
     * @param withRegistry whether a local registry for built images is needed
     */
    static EmbeddedServers start(DataFolder data, boolean withRegistry, Progress progress, ServerHealth health) {
        StaleServers.stopIn(data.path());
        if (withRegistry) {
            LocalRegistry.requirePort(data);
        }
        Path postgresFolder = data.folder("postgresql");
        Path programs = postgresFolder.resolve("programs");
        Path redisFolder = data.folder("redis");
        ParallelStart starts = new ParallelStart(progress);
        var kafkaStart = starts.start("Kafka", () -> KafkaServer.start(data.folder("kafka")));
        var postgresStart = starts.start(POSTGRES, () -> PostgresServer.start(postgresFolder, programs));
        var redisStart = starts.start(REDIS, () -> RedisServer.start(redisFolder));
        var registryStart = withRegistry
                ? Optional.of(
                        starts.start(REGISTRY, () -> LocalRegistry.start(data), registry -> " at " + registry.host()))
                : Optional.<CompletableFuture<DockerRegistry>>empty();
        starts.await();
        PostgresServer postgres = postgresStart.join();
        RedisServer redis = redisStart.join();
        Optional<DockerRegistry> registry = registryStart.map(CompletableFuture::join);
        Database database = postgres.database(DATABASE);
        int postgresPort = postgres.port();
        int redisPort = redis.port();
        List<SupervisedServer> supervised = new ArrayList<>();
        supervised.add(SupervisedServer.watch(REDIS, redis, () -> RedisServer.start(redisFolder, redisPort), health));
        supervised.add(SupervisedServer.watch(
                POSTGRES, postgres, () -> PostgresServer.start(postgresFolder, programs, postgresPort), health));
        registry.ifPresent(running ->
                supervised.add(SupervisedServer.watch(REGISTRY, running, () -> LocalRegistry.start(data), health)));
        return new EmbeddedServers(redis, kafkaStart.join(), registry.map(DockerRegistry::host), database, supervised);
    }

    /** The connection settings of the services, as Spring Boot properties. */
    Map<String, String> connections() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("spring.datasource.url", database.url());
        properties.put("spring.datasource.username", database.user());
        properties.put("spring.datasource.password", database.password());
        properties.put("spring.data.redis.host", redis.host());
        properties.put("spring.data.redis.port", Integer.toString(redis.port()));
        properties.put("spring.data.redis.password", redis.password());
        properties.putAll(kafka.springProperties());
        return properties;
    }

    /** Host and port of the local registry for built images, if there is one. */
    Optional<String> registryHost() {
        return registryHost;
    }

    /** In the order in which each ends quickly. */
    @Override
    public void close() {
        Closing.within(KAFKA_STOP_LIMIT, kafka);
        supervised.forEach(Closing::quietly);
    }
}
