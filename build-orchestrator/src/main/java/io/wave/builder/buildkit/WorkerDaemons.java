package io.wave.builder.buildkit;

import java.util.Collection;
import java.util.Optional;

/** The daemons that this worker runs: one for builds whose images all callers can read, and those of scopes. */
final class WorkerDaemons implements BuildKitDaemons {

    private final OwnDaemon shared;
    private final ScopedDaemons scoped;

    WorkerDaemons(OwnDaemon shared, ScopedDaemons scoped) {
        this.shared = shared;
        this.scoped = scoped;
    }

    @Override
    public BuildKit of(Optional<String> scope) {
        return scope.isPresent() ? scoped.of(scope.get()) : new Shared();
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
