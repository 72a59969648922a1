package io.wave.api;

import io.wave.local.IntegrationTest;
import io.wave.local.LocalServices;
import io.wave.local.server.Database;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Replicas of the service with one database. */
public final class Replicas {

    private Replicas() {}

    public static String url(ConfigurableApplicationContext replica) {
        return "http://127.0.0.1:" + port(replica);
    }

    public static int port(ConfigurableApplicationContext replica) {
        return replica.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    public static ConfigurableApplicationContext start(Map<String, String> configuration) {
        String[] arguments = configuration.entrySet().stream()
                .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                .toArray(String[]::new);
        return new SpringApplicationBuilder(RequestApiApplication.class)
                .properties("spring.config.name=request-api")
                .run(arguments);
    }

    /** A new database, and builds for this registry. */
    public static Map<String, String> configuration(String registry) {
        Database database = LocalServices.newDatabase();
        Map<String, String> configuration = new HashMap<>(LocalServices.kafka().springProperties());
        configuration.putAll(Map.ofEntries(
                Map.entry("server.port", "0"),
                Map.entry("spring.main.register-shutdown-hook", "false"),
                Map.entry("spring.datasource.url", database.url()),
                Map.entry("spring.datasource.username", database.user()),
                Map.entry("spring.datasource.password", database.password()),
                Map.entry("spring.data.redis.host", LocalServices.redis().host()),
                Map.entry(
                        "spring.data.redis.port",
                        Integer.toString(LocalServices.redis().port())),
                Map.entry("spring.data.redis.password", LocalServices.redis().password()),
                Map.entry("spring.data.redis.database", Integer.toString(LocalServices.newRedisDatabase())),
                Map.entry(
                        "spring.kafka.consumer.group-id",
                        "replicas-" + database.url().hashCode()),
                Map.entry("wave.security.key", IntegrationTest.TEST_KEY),
                Map.entry("wave.store.location", "target/objects"),
                Map.entry("wave.build.repo", registry + "/wave/build")));
        return configuration;
    }

    /** With the images of Docker Hub from this registry, and users of any Platform. */
    public static Map<String, String> configurationWithPlatforms(String registry) {
        Map<String, String> configuration = configuration(registry);
        configuration.putAll(Map.of(
                "wave.security.ssrf-protection.allowed", "127.0.0.0/8,::1",
                "wave.registries[docker.io].endpoint", "http://" + registry,
                "wave.platform.endpoints", "*",
                "wave.platform.denied-hosts", "denied",
                "wave.platform.timeout", "2s",
                "wave.platform.ping-interval", "2s"));
        return configuration;
    }
}
