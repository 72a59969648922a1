package io.wave.job.kubernetes.config;

import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Properties as an operator writes them. */
public final class TestProperties {

    private TestProperties() {}

    /** The defaults, except for these keys below {@code wave.jobs.kubernetes}. */
    public static KubernetesProperties of(Map<String, String> settings) {
        MapConfigurationPropertySource source = new MapConfigurationPropertySource();
        settings.forEach((key, value) -> source.put("wave.jobs.kubernetes." + key, value));
        return new Binder(source).bindOrCreate("wave.jobs.kubernetes", KubernetesProperties.class);
    }
}
