package io.wave.builder.singularity;

import io.wave.build.BuildSpec;
import io.wave.build.BuildSpec.StoredContext;
import io.wave.build.BuildSpec.StoredLayer;
import io.wave.builder.context.BuildContexts;
import io.wave.builder.context.ContextLayers;
import io.wave.builder.context.OwnFiles;
import io.wave.builder.context.UnpackBudget;
import io.wave.job.engine.plan.Work;
import io.wave.registry.config.RegistriesProperties;
import io.wave.worker.store.ObjectStoreRetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Prepares the files that a definition refers to: the context, the Conda file, and layers, each unpacked in a folder.
 */
public final class SifContext {

    private final BuildContexts contexts;
    private final ContextLayers layers;
    private final RegistriesProperties registries;

    public SifContext(BuildContexts contexts, ContextLayers layers, RegistriesProperties registries) {
        this.contexts = contexts;
        this.layers = layers;
        this.registries = registries;
    }

    /**
     * Prepares the folder.
     *
     * @param built where the folder is when the image is built
     * @throws io.wave.builder.context.InvalidContextException if the context or a layer cannot be fetched or unpacked
     */
    void prepare(BuildSpec spec, SifFolder folder, SifFolder built, Work work)
            throws IOException, InterruptedException {
        List<StoredLayer> added = Objects.requireNonNullElse(spec.layers(), List.of());
        layers.require(added);
        UnpackBudget budget = contexts.budget();
        StoredContext context = spec.context();
        if (context != null) {
            ObjectStoreRetry.retryWhileUnavailable(
                    work, () -> contexts.unpack(context, folder.temporary(), folder.context(), budget));
        }
        if (spec.condaFile() != null) {
            OwnFiles.putCondaFile(spec.condaFile(), folder.context());
        }
        for (StoredLayer layer : added) {
            unpack(layer, spec.tenant(), folder, budget, work);
        }
        String text = new SifDefinition(spec.containerFile()).written(built.context(), registries);
        Files.writeString(folder.definition(), text);
    }

    private void unpack(StoredLayer layer, String tenant, SifFolder folder, UnpackBudget budget, Work work)
            throws IOException, InterruptedException {
        String name = "layer-" + layer.gzipDigest().hex();
        Path unpacked = folder.context().resolve(name);
        if (Files.exists(unpacked)) {
            return;
        }
        Path packed = folder.temporary().resolve(name + ".tar.gz");
        ObjectStoreRetry.retryWhileUnavailable(work, () -> layers.put(layer, tenant, folder.temporary()));
        Files.createDirectory(unpacked);
        contexts.unpack(packed, unpacked, budget);
        Files.delete(packed);
    }
}
