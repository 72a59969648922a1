package io.wave.job.engine.process;

import io.wave.job.engine.JobsProperties;
import io.wave.job.engine.Runner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The process runner, for a worker that has a {@link ProcessRecipe}. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "wave.jobs.runner", havingValue = "process", matchIfMissing = true)
public class ProcessRunnerConfiguration {

    @Bean
    Runner processRunner(ProcessRecipe recipe, JobsProperties properties) {
        return new ProcessRunner(
                recipe, properties.workDirectory(), new DiskLimit(properties.diskLimit()), properties.lease());
    }
}
