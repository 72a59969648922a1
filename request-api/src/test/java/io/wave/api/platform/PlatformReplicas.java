package io.wave.api.platform;

import io.wave.api.Replicas;
import io.wave.api.ScriptedImages;
import io.wave.local.fake.ScriptedRegistry;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Two replicas of the service, which the tests of Platforms in this JVM share. They start when they are first requested, and
 * stop with the JVM. Each test has a Platform and users of its own.
 */
public final class PlatformReplicas {

    /** A registry of AWS, whose requests, as those of the APIs of AWS, go to {@link #registry()}. */
    static final String ECR = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";

    private static final PlatformReplicas SHARED = new PlatformReplicas();

    private final ScriptedRegistry registry = ScriptedRegistry.start();
    private final ConfigurableApplicationContext one;
    private final ConfigurableApplicationContext other;

    private PlatformReplicas() {
        ScriptedImages.push(registry, "library/busybox", "latest");
        Map<String, String> configuration = Replicas.configurationWithPlatforms(registry.host());
        configuration.putAll(Map.of(
                "spring.main.register-shutdown-hook",
                "true",
                "wave.registries[%s].endpoint".formatted(ECR),
                "http://" + registry.host(),
                "wave.scan.enabled",
                "true",
                "wave.aws.endpoint",
                "http://" + registry.host(),
                "wave.tokens.workflow.check-interval",
                "250ms"));
        one = Replicas.start(configuration);
        other = Replicas.start(configuration);
    }

    /** Instead of Docker Hub; it has the image {@code busybox}. */
    public static ScriptedRegistry registry() {
        return SHARED.registry;
    }

    /** One of the replicas. */
    public static ConfigurableApplicationContext one() {
        return SHARED.one;
    }

    /** The other replica, with the same database. */
    public static ConfigurableApplicationContext other() {
        return SHARED.other;
    }
}
