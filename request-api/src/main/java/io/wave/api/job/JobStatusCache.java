package io.wave.api.job;

import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.job.JobId;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.messaging.projection.JobRecords;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** The status of jobs in Redis: often newer than the table, but not required. */
@Component
public class JobStatusCache {

    private static final Logger LOG = LoggerFactory.getLogger(JobStatusCache.class);

    private final JobRecords records;

    JobStatusCache(JobRecords records) {
        this.records = records;
    }

    /** The latest job of a target; empty if there is none or Redis is unavailable. */
    public Optional<JobRecord> of(JobKind kind, ImageReference target) {
        return of(kind, target.toString());
    }

    private Optional<JobRecord> of(JobKind kind, String target) {
        try {
            return records.read(kind, target);
        } catch (DataAccessException unavailable) {
            LOG.atWarn()
                    .addKeyValue("target", target)
                    .addKeyValue("reason", unavailable.getMessage())
                    .log("Cannot read a job record from Redis");
            return Optional.empty();
        }
    }

    /** The status of the same job, if it is newer than the given one. */
    public Optional<JobRecord> newerThan(JobRecord known) {
        return of(known.kind(), known.target())
                .filter(status -> status.id().equals(known.id()) && status.isNewerThan(known));
    }

    /** The latest job of a target, if it succeeded with that digest, which the table may not say yet. */
    public Optional<JobId> made(JobKind kind, ImageReference target, Digest digest) {
        return of(kind, target)
                .filter(job -> job.state() == JobState.SUCCEEDED && digest.equals(job.digest()))
                .map(job -> JobId.parse(job.id()));
    }

    /** Writes a record that Redis may have lost. */
    public void restore(JobRecord job) {
        try {
            records.write(job);
        } catch (DataAccessException unavailable) {
            LOG.atWarn()
                    .addKeyValue("jobId", job.id())
                    .addKeyValue("reason", unavailable.getMessage())
                    .log("Cannot write a job record to Redis");
        }
    }
}
