package io.wave.job.kubernetes;

import io.micrometer.core.instrument.MeterRegistry;
import io.wave.job.JobKind;
import io.wave.job.engine.config.JobsProperties;
import io.wave.job.engine.container.ContainerRunner;
import io.wave.job.engine.plan.JobType;
import io.wave.job.engine.runner.TaskRunner;
import io.wave.job.kubernetes.cluster.KubernetesHost;
import io.wave.job.kubernetes.config.KubernetesProperties;
import io.wave.store.ObjectStore;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Configures the runner {@code kubernetes}, if it is selected. Otherwise nothing of the Kubernetes client is loaded. */
@Configuration(proxyBeanMethods = false)
@Conditional(KubernetesIsSelected.class)
@EnableConfigurationProperties(KubernetesProperties.class)
public class KubernetesRunnerConfiguration {

    /** The value of {@code wave.jobs.runner}. */
    static final String NAME = "kubernetes";

    /** Null if this worker runs no jobs for which the runner is selected. */
    @Bean(initMethod = "start")
    @Nullable
    KubernetesHost kubernetesHost(
            KubernetesProperties properties,
            JobsProperties jobs,
            List<JobType<?>> types,
            ObjectStore store,
            MeterRegistry meters) {
        JobKind kind = types.getFirst().kind();
        if (!jobs.runner(kind).equals(NAME)) {
            return null;
        }
        String _ = properties.images().of(kind, NAME);
        ContainerRunner.requireUrls(store, NAME);
        return new KubernetesHost(() -> KubernetesConnection.open(properties), kind, properties, meters);
    }

    @Bean
    @Nullable
    ContainerRunner kubernetesRunner(ObjectProvider<KubernetesHost> host, TaskRunner tasks) {
        KubernetesHost present = host.getIfAvailable();
        return present == null ? null : new ContainerRunner(NAME, present, tasks);
    }
}
