package io.wave.builder.context;

import io.wave.build.BuildSpec;
import io.wave.build.BuildSpec.StoredContext;
import io.wave.build.BuildSpec.StoredLayer;
import io.wave.job.engine.plan.Work;
import io.wave.worker.store.ObjectStoreRetry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The complete context of a build: the files that the user sent, and those that the service adds. */
public final class ContextFiles {

    private final BuildContexts contexts;
    private final ContextLayers layers;

    public ContextFiles(BuildContexts contexts, ContextLayers layers) {
        this.contexts = contexts;
        this.layers = layers;
    }

    /**
     * Fills the folder of the context.
     *
     * @param temporary folder for temporary files
     * @param context an empty folder
     * @param ignoreFile written if the context has an ignore file
     * @throws InvalidContextException if something in it is not allowed or not what the request says
     */
    public void fill(BuildSpec spec, Work work, Path temporary, Path context, Path ignoreFile)
            throws IOException, InterruptedException {
        List<StoredLayer> added = Objects.requireNonNullElse(spec.layers(), List.of());
        layers.require(added);
        StoredContext stored = spec.context();
        if (stored != null) {
            ObjectStoreRetry.retryWhileUnavailable(
                    work, () -> contexts.unpack(stored, temporary, context, contexts.budget()));
        }
        for (StoredLayer layer : added) {
            ObjectStoreRetry.retryWhileUnavailable(work, () -> layers.put(layer, spec.tenant(), context));
        }
        if (spec.condaFile() != null) {
            OwnFiles.putCondaFile(spec.condaFile(), context);
        }
        IgnoreFiles.writeAmended(context, ignoreFile);
    }
}
