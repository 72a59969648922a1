package io.wave.api.job;

import io.wave.api.persistence.Position;
import io.wave.job.JobId;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Finds jobs of all kinds by their ids. */
@Component
public class JobKinds {

    private final ObjectProvider<Of> kinds;

    JobKinds(ObjectProvider<Of> kinds) {
        this.kinds = kinds;
    }

    /** The jobs of one kind. Each kind has a bean of this type. */
    public interface Of {

        JobKind kind();

        /**
         * Checks that users may read the jobs of this kind.
         *
         * @param field what was asked for, for the message
         * @throws io.wave.api.web.problem.ApiException 501 if the kind is disabled
         */
        void requireEnabled(String field);

        /** The job, with the state from Redis if that is newer than the table. */
        Optional<? extends UserJob> find(JobId id);

        /** The jobs of a tenant after a position, the newest first, with the state in the table. */
        List<? extends UserJob> list(String tenant, Position after, int limit);

        /** The job as stored in the table, which is also written to Redis again. */
        Optional<JobRecord> restore(JobId id);

        /** How far the job has come, as a document for clients; empty if it is not known. */
        default Optional<Object> progress(JobId id) {
            return Optional.empty();
        }
    }

    /** How far a job has come, as a document for clients; empty if it is not known. */
    public Optional<Object> progress(JobId id) {
        return of(id).flatMap(kind -> kind.progress(id));
    }

    /** The job with this id. */
    public Optional<UserJob> find(JobId id) {
        return of(id).flatMap(kind -> kind.find(id));
    }

    /** The jobs of a tenant after a position, the newest first. */
    public List<UserJob> list(JobKind kind, String tenant, Position after, int limit) {
        return of(kind).stream()
                .flatMap(of -> of.list(tenant, after, limit).stream())
                .map(UserJob.class::cast)
                .toList();
    }

    /** The job as stored in the table, which is also written to Redis again. */
    public Optional<JobRecord> restore(JobId id) {
        return of(id).flatMap(kind -> kind.restore(id));
    }

    /** @throws io.wave.api.web.problem.ApiException 501 if the kind of this job is disabled */
    public void requireEnabled(String field, JobId id) {
        of(id).ifPresent(kind -> kind.requireEnabled(field));
    }

    private Optional<Of> of(JobId id) {
        return of(id.kind());
    }

    private Optional<Of> of(JobKind wanted) {
        List<Of> all = kinds.stream().toList();
        return all.stream().filter(kind -> kind.kind() == wanted).findFirst();
    }
}
