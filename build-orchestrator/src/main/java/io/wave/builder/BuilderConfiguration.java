package io.wave.builder;

import io.wave.builder.assembly.Assembler;
import io.wave.builder.assembly.AssemblyRecipe;
import io.wave.builder.assembly.LayerUploads;
import io.wave.builder.buildah.BuildRecipe;
import io.wave.builder.buildah.Buildah;
import io.wave.builder.buildah.BuildahProperties;
import io.wave.builder.buildah.RegistryFiles;
import io.wave.builder.context.BuildContexts;
import io.wave.builder.context.ContextLayers;
import io.wave.builder.context.ContextProperties;
import io.wave.builder.egress.BuilderEgress;
import io.wave.builder.egress.EgressGuard;
import io.wave.builder.egress.EgressGuardProperties;
import io.wave.builder.file.ReachableSources;
import io.wave.builder.index.IndexRecipe;
import io.wave.builder.lock.LockFiles;
import io.wave.builder.singularity.SifContext;
import io.wave.builder.singularity.SingularityRecipe;
import io.wave.builder.tool.SearchPath;
import io.wave.egress.Downloads;
import io.wave.egress.EgressPolicy;
import io.wave.job.JobKind;
import io.wave.job.engine.JobEngineConfiguration;
import io.wave.job.engine.process.ProcessRecipe;
import io.wave.job.engine.process.ProcessRunnerConfiguration;
import io.wave.messaging.MessagingConfiguration;
import io.wave.registry.RegistriesProperties;
import io.wave.registry.RegistryClient;
import io.wave.registry.RegistryClientConfiguration;
import io.wave.store.ObjectStore;
import io.wave.store.ObjectStoreConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import tools.jackson.databind.json.JsonMapper;

/** The job engine with builds as its jobs. */
@Configuration(proxyBeanMethods = false)
@Import({
    JobEngineConfiguration.class,
    ProcessRunnerConfiguration.class,
    MessagingConfiguration.class,
    ObjectStoreConfiguration.class,
    RegistryClientConfiguration.class
})
@EnableConfigurationProperties({BuildahProperties.class, ContextProperties.class, EgressGuardProperties.class})
class BuilderConfiguration {

    @Bean
    JobKind jobKind() {
        return JobKind.BUILD;
    }

    @Bean
    ContextLayers contextLayers(
            ObjectStore store, RegistryClient registries, Downloads downloads, ContextProperties contexts) {
        return new ContextLayers(store, registries, downloads, contexts);
    }

    /** Nothing is forbidden without the protection: then there is nothing to guard. */
    @Bean
    @ConditionalOnProperty(name = "wave.security.ssrf-protection.enabled", matchIfMissing = true)
    EgressGuard egressGuard(EgressPolicy policy, EgressGuardProperties properties) {
        return new EgressGuard(policy, properties);
    }

    @Bean
    BuilderEgress builderEgress(ObjectProvider<EgressGuard> guard, EgressGuardProperties properties) {
        return guard.stream()
                .findFirst()
                .map(present -> BuilderEgress.guarded(present, properties.steps()))
                .orElseGet(BuilderEgress::unguarded);
    }

    @Bean
    BuildRecipe buildRecipe(
            ObjectStore store,
            ContextProperties contexts,
            ContextLayers layers,
            RegistriesProperties registries,
            BuildahProperties buildah,
            EgressPolicy policy,
            BuilderEgress egress,
            JsonMapper json) {
        return new BuildRecipe(
                new BuildContexts(store, contexts),
                layers,
                new RegistryFiles(registries, json),
                new Buildah(buildah),
                new ReachableSources(policy, registries),
                egress,
                new LockFiles(store),
                json);
    }

    @Bean
    @Primary
    ProcessRecipe recipe(
            BuildRecipe build,
            ObjectStore store,
            ContextProperties contexts,
            ContextLayers layers,
            RegistryClient client,
            RegistriesProperties registries,
            EgressPolicy policy,
            BuilderEgress egress,
            JsonMapper json) {
        ProcessRecipe assembled = new AssemblyRecipe(new Assembler(client, new LayerUploads(layers)), build, json);
        SifContext context = new SifContext(new BuildContexts(store, contexts), layers, registries);
        ProcessRecipe images = new SingularityRecipe(
                context,
                registries,
                client,
                new ReachableSources(policy, registries),
                egress,
                new LockFiles(store),
                SearchPath.ours(),
                assembled,
                json);
        return new IndexRecipe(client, images, json);
    }
}
