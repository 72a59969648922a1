package io.wave.worker.registry;

import io.wave.job.engine.plan.JobLogins;
import io.wave.registry.config.UserLogins;
import java.time.Instant;

/** The registry credentials that jobs bring along, as the registry client and the configuration of tools use them. */
public final class WorkerLogins implements JobLogins {

    private final UserLogins logins;

    public WorkerLogins(UserLogins logins) {
        this.logins = logins;
    }

    @Override
    public boolean open(String attempt, String tenant, String sealed, Instant since) {
        return logins.openFor(attempt, tenant, sealed, since);
    }

    @Override
    public void close(String attempt) {
        logins.close(attempt);
    }

    @Override
    public String explain(String tenant, String failure) {
        return logins.explain(tenant, failure);
    }
}
