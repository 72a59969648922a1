package io.wave.standalone;

import io.wave.local.DataFolder;
import io.wave.local.Database;
import io.wave.local.DockerRegistry;
import io.wave.local.KafkaServer;
import io.wave.local.LeftOvers;
import io.wave.local.PostgresServer;
import io.wave.local.RedisServer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The servers behind the services, their data in the folder. */
final class EmbeddedServers implements AutoCloseable {

    private static final String DATABASE = "wave";

    private final PostgresServer postgres;
    private final RedisServer redis;
    private final KafkaServer kafka;
    private final Optional<DockerRegistry> registry;
    private final Database database;

    private EmbeddedServers(
            PostgresServer postgres, RedisServer redis, KafkaServer kafka, Optional<DockerRegistry> registry) {
        this.postgres = postgres;
        this.redis = redis;
        this.kafka = kafka;
        this.registry = registry;
        this.database = postgres.database(DATABASE);
    }

    /**
     * Starts all of them, or none.
     *
     * @param withRegistry whether built images need a registry of ours
     */
    static EmbeddedServers start(DataFolder data, boolean withRegistry, Progress progress) {
        LeftOvers.stopIn(data.path());
        Path programs = data.folder("postgresql").resolve("programs");
        SideBySide starts = new SideBySide(progress);
        var kafka = starts.start("Kafka", () -> KafkaServer.start(data.folder("kafka")));
        var postgres = starts.start("PostgreSQL", () -> PostgresServer.start(data.folder("postgresql"), programs));
        var redis = starts.start("Redis", () -> RedisServer.start(data.folder("redis")));
        var registry = withRegistry
                ? Optional.of(starts.start("Registry of built images", () -> LocalRegistry.start(data)))
                : Optional.<CompletableFuture<DockerRegistry>>empty();
        starts.await();
        return new EmbeddedServers(postgres.join(), redis.join(), kafka.join(), registry.map(CompletableFuture::join));
    }

    /** Where the services find them, as Spring's usual properties. */
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

    /** Host and port of the registry of built images, when it is ours. */
    Optional<String> registryHost() {
        return registry.map(DockerRegistry::host);
    }

    /** In the order that lets each end quickly. */
    @Override
    public void close() {
        List.of(kafka, redis, postgres).forEach(Closing::quietly);
        registry.ifPresent(Closing::quietly);
    }
}
