package io.wave.api.build.job;

import io.wave.image.ImageReference;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.messaging.projection.JobRecords;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** What Redis says about builds: often sooner than the events, and never needed. */
@Component
public class JobWords {

    private static final Logger LOG = LoggerFactory.getLogger(JobWords.class);

    private final JobRecords records;

    JobWords(JobRecords records) {
        this.records = records;
    }

    /** The newest record of a target; empty when there is none or Redis is away. */
    public Optional<JobRecord> of(ImageReference target) {
        return of(target.toString());
    }

    public Optional<JobRecord> of(String target) {
        try {
            return records.read(JobKind.BUILD, target);
        } catch (DataAccessException away) {
            LOG.atWarn()
                    .addKeyValue("target", target)
                    .addKeyValue("reason", away.getMessage())
                    .log("Cannot read a job record");
            return Optional.empty();
        }
    }

    /** Writes a record again that may have been lost. */
    public void restore(JobRecord job) {
        try {
            records.write(job);
        } catch (DataAccessException away) {
            LOG.atWarn()
                    .addKeyValue("buildId", job.id())
                    .addKeyValue("reason", away.getMessage())
                    .log("Cannot write a job record");
        }
    }
}
