package io.wave.builder.buildkit;

import io.wave.build.BuildSpec;
import io.wave.builder.containerfile.NamedImages;
import io.wave.job.engine.log.JobLog;
import java.util.Collection;

/** The daemons that this worker runs: one for builds whose images all callers can read, and those of scopes. */
final class WorkerDaemons implements BuildKitDaemons {

    private final OwnDaemon shared;
    private final ScopedDaemons scoped;

    WorkerDaemons(OwnDaemon shared, ScopedDaemons scoped) {
        this.shared = shared;
        this.scoped = scoped;
    }

    @Override
    public BuildKit of(BuildSpec spec, NamedImages named, JobLog log) {
        String scope = spec.work().accessScope();
        return scope == null ? new Shared() : scoped.of(scope);
    }

    @Override
    public boolean areExternal() {
        return false;
    }

    @Override
    public void close() {
        scoped.close();
        shared.close();
    }

    /** What one build has of the shared daemon, which ends with the worker. */
    private final class Shared implements BuildKit {

        @Override
        public Access open(Collection<String> servers) throws InterruptedException {
            return shared.open(servers);
        }
    }
}
