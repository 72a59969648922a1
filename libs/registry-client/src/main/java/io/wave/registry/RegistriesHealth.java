package io.wave.registry;

import io.wave.registry.retry.SuspendedRegistry;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Names the registries that are not called now. The service is up whatever registries do. */
final class RegistriesHealth extends AbstractHealthIndicator {

    /** Callers choose registries, so there may be many. */
    private static final int MAX_NAMED = 50;

    private final RegistryClient client;
    private final Clock clock;

    RegistriesHealth(RegistryClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        List<SuspendedRegistry> suspended = client.suspended();
        Map<String, String> words = new LinkedHashMap<>();
        suspended.stream()
                .limit(MAX_NAMED)
                .forEach(registry -> words.put(registry.server(), registry.describe(clock.instant())));
        builder.up().withDetail("suspended", suspended.size()).withDetail("registries", words);
    }
}
