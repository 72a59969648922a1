package io.wave.job.docker;

import io.wave.job.JobKind;
import io.wave.job.docker.config.DockerProperties;
import io.wave.job.docker.engine.DockerHost;
import io.wave.job.engine.config.JobsProperties;
import io.wave.job.engine.container.ContainerRunner;
import io.wave.job.engine.plan.JobType;
import io.wave.job.engine.runner.TaskRunner;
import io.wave.store.ObjectStore;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Configures the runner {@code docker}, if it is selected. Otherwise nothing of the Docker client is loaded. */
@Configuration(proxyBeanMethods = false)
@Conditional(DockerIsSelected.class)
@EnableConfigurationProperties(DockerProperties.class)
public class DockerRunnerConfiguration {

    /** The value of {@code wave.jobs.runner}. */
    static final String NAME = "docker";

    /** Null if this worker runs no jobs for which the runner is selected. */
    @Bean(initMethod = "start")
    @Nullable
    DockerHost dockerHost(DockerProperties properties, JobsProperties jobs, List<JobType<?>> types, ObjectStore store) {
        JobKind kind = types.getFirst().kind();
        if (!jobs.runner(kind).equals(NAME)) {
            return null;
        }
        String _ = properties.images().of(kind, NAME);
        ContainerRunner.requireUrls(store, NAME);
        return new DockerHost(properties, kind);
    }

    @Bean
    @Nullable
    ContainerRunner dockerRunner(ObjectProvider<DockerHost> host, TaskRunner tasks) {
        DockerHost present = host.getIfAvailable();
        return present == null ? null : new ContainerRunner(NAME, present, tasks);
    }
}
