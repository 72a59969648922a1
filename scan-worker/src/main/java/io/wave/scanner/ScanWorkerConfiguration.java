package io.wave.scanner;

import io.wave.egress.Destination;
import io.wave.job.JobKind;
import io.wave.job.engine.Jobs;
import io.wave.job.engine.config.JobsProperties;
import io.wave.job.engine.tool.SearchPath;
import io.wave.messaging.loop.TaskLoop;
import io.wave.registry.RegistryClient;
import io.wave.registry.config.RegistriesProperties;
import io.wave.scanner.database.DatabaseProperties;
import io.wave.scanner.database.RemoteDatabase;
import io.wave.scanner.database.VulnerabilityDatabase;
import io.wave.scanner.registry.TrivyAccess;
import io.wave.scanner.report.BaseLayers;
import io.wave.scanner.trivy.ScanContainers;
import io.wave.scanner.trivy.ScanInputs;
import io.wave.scanner.trivy.ScanStorage;
import io.wave.scanner.trivy.ScannerProperties;
import io.wave.store.ObjectStore;
import io.wave.worker.WorkerConfiguration;
import io.wave.worker.command.InvalidCommands;
import io.wave.worker.egress.ContainerEgress;
import io.wave.worker.egress.EgressGuard;
import io.wave.worker.egress.ToolCertificates;
import io.wave.worker.egress.ToolEgress;
import io.wave.worker.health.ToolsHealthIndicator;
import io.wave.worker.registry.ToolLogins;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/** Configures the job engine for scans. */
@Configuration(proxyBeanMethods = false)
@Import(WorkerConfiguration.class)
@EnableConfigurationProperties({DatabaseProperties.class, ScannerProperties.class})
class ScanWorkerConfiguration {

    private static final String SHELL = "bash";

    /** The id, and after it the generation, which is the next member of a specification. */
    private static final Pattern ID = Pattern.compile(
            "\"id\"\\s*:\\s*\"(sc-[0-9a-f]{16}_\\d{1,18})\"(?:\\s*,\\s*\"generation\"\\s*:\\s*(\\d{1,18}))?");

    @Bean
    TrivyAccess trivyAccess(RegistriesProperties registries, ToolLogins logins, JsonMapper json) {
        return new TrivyAccess(registries, logins, json);
    }

    @Bean
    VulnerabilityDatabase vulnerabilityDatabase(
            ScannerProperties scanner,
            DatabaseProperties properties,
            TrivyAccess access,
            ToolCertificates certificates,
            JobsProperties jobs) {
        boolean remote = !jobs.needsTools(JobKind.SCAN) && Files.notExists(scanner.file());
        return new VulnerabilityDatabase(
                scanner.file(),
                remote ? properties.withoutRefresh() : properties,
                access,
                ToolEgress.unguarded(certificates),
                Clock.systemUTC());
    }

    /** The Trivy server, which scans connect to, may have a private address. */
    @Bean
    @ConditionalOnProperty("wave.scan.database.server")
    Destination trivyServer(DatabaseProperties properties) {
        return Destination.of(Objects.requireNonNull(properties.server()));
    }

    @Bean
    TaskLoop scanDatabaseLoop(VulnerabilityDatabase database) {
        return database.refreshLoop();
    }

    @Bean
    ScanType scanType(
            ScannerProperties scanner,
            DatabaseProperties properties,
            VulnerabilityDatabase database,
            TrivyAccess access,
            ObjectProvider<EgressGuard> guard,
            ToolCertificates certificates,
            ContainerEgress network,
            ObjectStore objects,
            RegistryClient registries,
            JsonMapper json) {
        ToolEgress egress = guard.stream()
                .findFirst()
                .map(present -> ToolEgress.guarded(present, true, certificates))
                .orElseGet(() -> ToolEgress.unguarded(certificates));
        ScanStorage storage = new ScanStorage(objects, new BaseLayers(registries), json);
        return new ScanType(
                new ScanInputs(scanner, database, properties, access, egress, storage),
                new ScanContainers(
                        scanner,
                        properties,
                        new RemoteDatabase(properties, objects, Clock.systemUTC()),
                        access,
                        network,
                        storage),
                json);
    }

    @Bean
    InvalidCommands invalidScanCommands(Jobs jobs) {
        return new InvalidCommands(
                jobs, JobKind.SCAN, ID, found -> found.group(2) == null ? 1 : Long.parseLong(found.group(2)));
    }

    @Bean
    ToolsHealthIndicator toolsHealthIndicator(ScannerProperties scanner, JobsProperties jobs) {
        if (!jobs.needsTools(JobKind.SCAN)) {
            return new ToolsHealthIndicator(SearchPath.ours(), List.of());
        }
        return new ToolsHealthIndicator(
                SearchPath.withClients(),
                scanner.program() == null ? List.of(ScannerProperties.NAME, SHELL) : List.of(SHELL));
    }
}
