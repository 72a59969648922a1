package io.wave.job.engine.process;

import io.wave.job.engine.config.JobsProperties;
import io.wave.job.engine.folder.DiskLimit;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Configures the process runner, which runs tasks, and the tools of kinds of job whose runner is {@code process}. */
@Configuration(proxyBeanMethods = false)
public class ProcessRunnerConfiguration {

    @Bean
    ProcessRunner processRunner(JobsProperties properties) {
        return new ProcessRunner(properties.workDirectory(), new DiskLimit(properties.diskLimit()), properties.lease());
    }
}
