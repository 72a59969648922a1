package io.wave.builder;

import io.wave.builder.assembly.Assembler;
import io.wave.builder.assembly.LayerUploads;
import io.wave.builder.buildah.BuildInputs;
import io.wave.builder.buildah.Buildah;
import io.wave.builder.buildah.BuildahProperties;
import io.wave.builder.buildah.RegistryFiles;
import io.wave.builder.buildkit.BuildContainers;
import io.wave.builder.buildkit.BuildKitChoice;
import io.wave.builder.buildkit.BuildKitInputs;
import io.wave.builder.buildkit.BuildKitProperties;
import io.wave.builder.buildkit.ClientConfiguration;
import io.wave.builder.condalock.LockFiles;
import io.wave.builder.containerfile.ReachableSources;
import io.wave.builder.context.BuildContexts;
import io.wave.builder.context.ContextFiles;
import io.wave.builder.context.ContextLayers;
import io.wave.builder.context.ContextProperties;
import io.wave.builder.image.BuilderProperties;
import io.wave.builder.image.ContainerFileBuilds;
import io.wave.builder.image.ImageCheck;
import io.wave.builder.singularity.SifContext;
import io.wave.builder.singularity.SifFiles;
import io.wave.builder.singularity.SingularityContainers;
import io.wave.builder.singularity.SingularityInputs;
import io.wave.egress.Downloads;
import io.wave.egress.EgressPolicy;
import io.wave.job.JobKind;
import io.wave.job.engine.Jobs;
import io.wave.job.engine.config.JobsProperties;
import io.wave.job.engine.tool.SearchPath;
import io.wave.registry.RegistryClient;
import io.wave.registry.config.RegistriesProperties;
import io.wave.store.ObjectStore;
import io.wave.worker.WorkerConfiguration;
import io.wave.worker.command.InvalidCommands;
import io.wave.worker.egress.ContainerEgress;
import io.wave.worker.egress.EgressGuard;
import io.wave.worker.egress.GuardLimits;
import io.wave.worker.egress.ToolCertificates;
import io.wave.worker.egress.ToolEgress;
import io.wave.worker.health.ToolsHealthIndicator;
import io.wave.worker.registry.ToolLogins;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/** Configures the job engine for builds. */
@Configuration(proxyBeanMethods = false)
@Import(WorkerConfiguration.class)
@EnableConfigurationProperties({
    BuilderProperties.class,
    BuildKitProperties.class,
    BuildahProperties.class,
    ContextProperties.class,
    EgressGuardProperties.class
})
class BuilderConfiguration {

    private static final Pattern BUILD_ID = Pattern.compile("\"id\"\\s*:\\s*\"(bd-[0-9a-f]{16}_(\\d{1,18}))\"");

    @Bean
    ContextLayers contextLayers(
            ObjectStore store, RegistryClient registries, Downloads downloads, ContextProperties contexts) {
        return new ContextLayers(store, registries, downloads, contexts);
    }

    @Bean
    GuardLimits guardLimits(EgressGuardProperties properties) {
        return properties.limits();
    }

    @Bean
    ToolEgress builderEgress(
            ObjectProvider<EgressGuard> guard, EgressGuardProperties properties, ToolCertificates certificates) {
        return guard.stream()
                .findFirst()
                .map(present -> ToolEgress.guarded(present, properties.steps(), certificates))
                .orElseGet(() -> ToolEgress.unguarded(certificates));
    }

    @Bean
    BuildKitChoice buildKitChoice(
            BuilderProperties builder,
            BuildKitProperties buildKit,
            RegistriesProperties registries,
            JobsProperties jobs,
            EgressPolicy policy,
            EgressGuardProperties properties,
            ObjectProvider<EgressGuard> guard,
            ToolCertificates certificates) {
        return BuildKitChoice.make(
                builder,
                buildKit,
                registries,
                jobs,
                () -> ToolEgress.guarded(
                        guard.getIfAvailable(() -> new EgressGuard(policy, properties.limits())),
                        properties.steps(),
                        certificates));
    }

    @Bean
    BuildContexts buildContexts(ObjectStore store, ContextProperties contexts) {
        return new BuildContexts(store, contexts);
    }

    @Bean
    ContextFiles contextFiles(BuildContexts contexts, ContextLayers layers) {
        return new ContextFiles(contexts, layers);
    }

    @Bean
    ReachableSources reachableSources(EgressPolicy policy, RegistriesProperties registries) {
        return new ReachableSources(policy, registries);
    }

    @Bean
    ClientConfiguration clientConfiguration(RegistriesProperties registries, ToolLogins logins, JsonMapper json) {
        return new ClientConfiguration(registries, logins, json);
    }

    @Bean
    ContainerFileBuilds containerFileBuilds(
            BuildKitChoice choice,
            BuildKitProperties buildKit,
            ObjectStore store,
            ContextFiles files,
            ClientConfiguration configuration,
            ReachableSources sources,
            RegistryClient client,
            RegistriesProperties registries,
            ToolLogins logins,
            BuildahProperties buildah,
            ToolEgress egress,
            JobsProperties jobs,
            JsonMapper json) {
        LockFiles lockFiles = new LockFiles(store);
        if (choice.isBuildKit()) {
            return new ContainerFileBuilds(
                    new BuildKitInputs(choice, buildKit, files, configuration, egress, lockFiles, client, json),
                    sources);
        }
        BuildInputs inputs = new BuildInputs(
                buildah,
                files,
                new RegistryFiles(registries, logins, json),
                new Buildah(buildah),
                egress,
                lockFiles,
                new ImageCheck(client, json),
                client);
        if (jobs.needsTools(JobKind.BUILD)) {
            inputs.logTrust();
        }
        return new ContainerFileBuilds(inputs, sources);
    }

    @Bean
    BuildContainers buildContainers(
            BuilderProperties builder,
            BuildKitProperties buildKit,
            ObjectStore store,
            ContextFiles files,
            ClientConfiguration configuration,
            ReachableSources sources,
            RegistryClient client,
            RegistriesProperties registries,
            ContainerEgress egress,
            JsonMapper json) {
        return new BuildContainers(
                files, configuration, builder, buildKit, registries, sources, egress, store, client, json);
    }

    @Bean
    SifFiles sifFiles(
            BuildContexts contexts,
            ContextLayers layers,
            ReachableSources sources,
            RegistriesProperties registries,
            ToolLogins logins,
            JsonMapper json) {
        return new SifFiles(new SifContext(contexts, layers, registries), sources, registries, logins, json);
    }

    @Bean
    SingularityInputs singularityInputs(SifFiles files, RegistryClient client, ToolEgress egress, ObjectStore store) {
        return new SingularityInputs(files, client, egress, new LockFiles(store), SearchPath.ours());
    }

    @Bean
    SingularityContainers singularityContainers(
            SifFiles files, RegistryClient client, ContainerEgress egress, ObjectStore store) {
        return new SingularityContainers(files, client, egress, store);
    }

    @Bean
    ToolsHealthIndicator toolsHealthIndicator(BuildKitChoice choice, JobsProperties jobs) {
        if (!jobs.needsTools(JobKind.BUILD)) {
            return new ToolsHealthIndicator(SearchPath.ours(), List.of());
        }
        // The programs of BuildKit were found at the start.
        List<String> programs = choice.isBuildKit() ? List.of("bash") : List.of(Buildah.PROGRAM, "bash");
        return new ToolsHealthIndicator(SearchPath.ours(), programs);
    }

    /** Fails the build of a start command that cannot be read, so that no pull waits for it. */
    @Bean
    InvalidCommands invalidBuildCommands(Jobs jobs) {
        return new InvalidCommands(jobs, JobKind.BUILD, BUILD_ID, found -> Long.parseLong(found.group(2)));
    }

    @Bean
    BuildType buildType(
            ContainerFileBuilds builds,
            BuildContainers containers,
            SingularityInputs singularity,
            SingularityContainers singularityContainers,
            ContextLayers layers,
            RegistryClient client,
            JsonMapper json) {
        return new BuildType(
                builds,
                containers,
                singularity,
                singularityContainers,
                new Assembler(client, new LayerUploads(layers)),
                client,
                json);
    }
}
