package io.wave.tracing;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The {@link Traces} of a service; {@link Traces#NONE} if none are exported. */
@AutoConfiguration(after = EnabledTracingConfiguration.class)
public final class TracingConfiguration {

    @Bean
    @ConditionalOnMissingBean
    static Traces traces() {
        return Traces.NONE;
    }
}
