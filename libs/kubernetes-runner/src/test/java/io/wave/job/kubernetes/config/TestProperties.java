package io.wave.job.kubernetes.config;

import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Properties as an operator writes them. */
public final class TestProperties {

    private TestProperties() {}

    /**
     * The defaults, except for these keys below {@code wave.jobs.kubernetes}. One call at a time: binders share a converter that is
     * not safe for use by several threads until it was used once, and test classes of this module run concurrently.
     */
    public static synchronized KubernetesProperties of(Map<String, String> settings) {
        MapConfigurationPropertySource source = new MapConfigurationPropertySource();
        settings.forEach((key, value) -> source.put("wave.jobs.kubernetes." + key, value));
        return new Binder(source).bindOrCreate("wave.jobs.kubernetes", KubernetesProperties.class);
    }
}
