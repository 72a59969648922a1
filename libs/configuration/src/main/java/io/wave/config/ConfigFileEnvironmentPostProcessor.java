package io.wave.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;

/**
 * Adds the file named by {@link WaveConfigFile#VARIABLE} to the environment. It overrides the defaults of the service and is
 * overridden by environment variables, system properties and command-line arguments.
 */
final class ConfigFileEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        String file = environment.getProperty(WaveConfigFile.VARIABLE, "").strip();
        if (!file.isEmpty()) {
            addBelowVariables(environment.getPropertySources(), new FileSource(Path.of(file)));
        }
    }

    /** Before Spring reads its configuration files, so that the file can set profiles and locations. */
    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER - 1;
    }

    /** Below environment variables, if there are any. */
    static void addBelowVariables(MutablePropertySources sources, MapPropertySource source) {
        if (sources.contains(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME)) {
            sources.addAfter(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, source);
        } else {
            sources.addLast(source);
        }
    }

    /** The file. */
    static final class FileSource extends MapPropertySource {

        FileSource(Path file) {
            super("file " + file, new LinkedHashMap<>(new WaveConfigFile(file).read()));
        }
    }
}
