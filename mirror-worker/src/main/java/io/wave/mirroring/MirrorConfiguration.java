package io.wave.mirroring;

import io.micrometer.core.instrument.MeterRegistry;
import io.wave.job.JobKind;
import io.wave.job.engine.Jobs;
import io.wave.job.engine.config.JobsProperties;
import io.wave.job.engine.tool.SearchPath;
import io.wave.mirroring.copy.CopyInputs;
import io.wave.mirroring.copy.CopyMetrics;
import io.wave.mirroring.copy.CopyProperties;
import io.wave.mirroring.copy.Skopeo;
import io.wave.mirroring.registry.HostPauses;
import io.wave.mirroring.registry.PatientRegistries;
import io.wave.registry.RegistryClient;
import io.wave.registry.config.RegistriesProperties;
import io.wave.worker.WorkerConfiguration;
import io.wave.worker.command.InvalidCommands;
import io.wave.worker.egress.ContainerEgress;
import io.wave.worker.egress.EgressGuard;
import io.wave.worker.egress.ToolCertificates;
import io.wave.worker.egress.ToolEgress;
import io.wave.worker.health.ToolsHealthIndicator;
import io.wave.worker.registry.ToolLogins;
import io.wave.worker.registry.ToolRegistries;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/** Configures the job engine for mirrors. */
@Configuration(proxyBeanMethods = false)
@Import(WorkerConfiguration.class)
@EnableConfigurationProperties(CopyProperties.class)
class MirrorConfiguration {

    private static final Pattern MIRROR =
            Pattern.compile("\"id\"\\s*:\\s*\"(mr-[0-9a-f]{12})\"(?:\\s*,\\s*\"generation\"\\s*:\\s*(\\d{1,18}))?");

    @Bean
    ToolEgress toolEgress(ObjectProvider<EgressGuard> guard, ToolCertificates certificates) {
        return guard.stream()
                .findFirst()
                .map(present -> ToolEgress.guarded(present, true, certificates))
                .orElseGet(() -> ToolEgress.unguarded(certificates));
    }

    @Bean
    CopyInputs copyInputs(
            RegistryClient client,
            RegistriesProperties registries,
            ToolLogins logins,
            ToolEgress egress,
            ContainerEgress network,
            CopyProperties properties,
            MeterRegistry meters,
            JsonMapper json) {
        HostPauses pauses = new HostPauses();
        return new CopyInputs(
                new PatientRegistries(client, pauses, properties.retries()),
                new ToolRegistries(registries, logins, json),
                egress,
                network,
                properties,
                new CopyMetrics(meters),
                json);
    }

    @Bean
    MirrorType mirrorType(CopyInputs copies, JsonMapper json) {
        return new MirrorType(copies, json);
    }

    @Bean
    ToolsHealthIndicator toolsHealthIndicator(JobsProperties jobs) {
        return new ToolsHealthIndicator(
                SearchPath.ours(), jobs.needsTools(JobKind.MIRROR) ? List.of(Skopeo.PROGRAM, "bash") : List.of());
    }

    /** Fails the mirror of a start command that cannot be read, so that no pull waits for it. */
    @Bean
    InvalidCommands invalidMirrorCommands(Jobs jobs) {
        return new InvalidCommands(jobs, JobKind.MIRROR, MIRROR, MirrorConfiguration::generation);
    }

    private static long generation(Matcher found) {
        return found.group(2) == null ? 1 : Long.parseLong(found.group(2));
    }
}
