package io.wave.worker;

import io.wave.cloud.CloudLoginsConfiguration;
import io.wave.egress.EgressPolicy;
import io.wave.job.docker.DockerRunnerConfiguration;
import io.wave.job.engine.JobEngineConfiguration;
import io.wave.job.engine.Jobs;
import io.wave.job.engine.plan.JobLogins;
import io.wave.job.engine.process.ProcessRunnerConfiguration;
import io.wave.job.engine.scheduler.JobDisk;
import io.wave.job.kubernetes.KubernetesRunnerConfiguration;
import io.wave.messaging.MessagingConfiguration;
import io.wave.registry.RegistryClientConfiguration;
import io.wave.registry.config.RegistriesProperties;
import io.wave.registry.config.TenantCredentials;
import io.wave.registry.config.UserLogins;
import io.wave.registry.login.LoginExchange;
import io.wave.security.TrustedCertificates;
import io.wave.store.ObjectStoreConfiguration;
import io.wave.worker.command.JobCommands;
import io.wave.worker.egress.ContainerEgress;
import io.wave.worker.egress.EgressGuard;
import io.wave.worker.egress.GuardLimits;
import io.wave.worker.egress.ToolCertificates;
import io.wave.worker.health.JobDiskHealthIndicator;
import io.wave.worker.health.KafkaHealthIndicator;
import io.wave.worker.registry.ToolLogins;
import io.wave.worker.registry.WorkerLogins;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.core.KafkaAdmin;
import tools.jackson.databind.json.JsonMapper;

/**
 * The beans of every worker: the job engine with its connections, credentials, the egress guard and health. A worker adds its
 * {@link io.wave.job.engine.plan.JobType}s, its listeners, a {@link io.wave.worker.health.ToolsHealthIndicator} and, to change
 * them, {@link GuardLimits}.
 */
@Configuration(proxyBeanMethods = false)
@Import({
    JobEngineConfiguration.class,
    ProcessRunnerConfiguration.class,
    DockerRunnerConfiguration.class,
    KubernetesRunnerConfiguration.class,
    MessagingConfiguration.class,
    ObjectStoreConfiguration.class,
    RegistryClientConfiguration.class,
    CloudLoginsConfiguration.class
})
public class WorkerConfiguration {

    /** Without SSRF protection, every destination is allowed and no guard is needed. */
    @Bean
    @ConditionalOnProperty(name = "wave.security.ssrf-protection.enabled", matchIfMissing = true)
    EgressGuard egressGuard(EgressPolicy policy, ObjectProvider<GuardLimits> limits) {
        return new EgressGuard(policy, limits.getIfAvailable(() -> GuardLimits.STANDARD));
    }

    /** Whatever a job calls, it calls with the credentials that it brings along. */
    @Bean
    JobLogins jobLogins(UserLogins logins) {
        return new WorkerLogins(logins);
    }

    @Bean
    ToolLogins toolLogins(RegistriesProperties registries, TenantCredentials credentials, LoginExchange exchange) {
        return new ToolLogins(registries, credentials, exchange);
    }

    @Bean
    JobCommands jobCommands(Jobs jobs, JsonMapper json) {
        return new JobCommands(jobs, json);
    }

    @Bean
    ToolCertificates toolCertificates(TrustedCertificates certificates) {
        return ToolCertificates.of(certificates);
    }

    @Bean
    ContainerEgress containerEgress(ToolCertificates certificates) {
        return ContainerEgress.of(certificates);
    }

    @Bean
    JobDiskHealthIndicator jobDiskHealthIndicator(JobDisk disk) {
        return new JobDiskHealthIndicator(disk);
    }

    @Bean
    KafkaHealthIndicator kafkaHealthIndicator(KafkaAdmin admin) {
        return new KafkaHealthIndicator(admin);
    }
}
