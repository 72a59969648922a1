package io.wave.builder.singularity;

import io.wave.build.BuildSpec;
import io.wave.builder.condalock.LockFiles;
import io.wave.job.engine.plan.Plan;
import io.wave.registry.RegistryClient;
import io.wave.store.ObjectStore;
import io.wave.worker.egress.ContainerEgress;

/** Singularity builds in containers: what they share. */
public final class SingularityContainers {

    private final SifFiles files;
    private final RegistryClient registries;
    private final ContainerEgress egress;
    private final ObjectStore store;

    public SingularityContainers(SifFiles files, RegistryClient registries, ContainerEgress egress, ObjectStore store) {
        this.files = files;
        this.registries = registries;
        this.egress = egress;
        this.store = store;
    }

    /** Runs a build as one container. */
    public Plan.Containers of(BuildSpec spec) {
        return work -> new SifContainer(spec, this, work);
    }

    SifFiles files() {
        return files;
    }

    RegistryClient registries() {
        return registries;
    }

    ContainerEgress egress() {
        return egress;
    }

    ObjectStore store() {
        return store;
    }

    LockFiles lockFiles() {
        return new LockFiles(store);
    }
}
