package io.wave.api.build;

import io.wave.api.job.JobEnds;
import io.wave.api.job.JobLifecycle;
import io.wave.api.job.JobPolicy;
import io.wave.api.job.JobStatusCache;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.messaging.outbox.Outbox;
import io.wave.messaging.outbox.OutboxMessage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

/** The lifecycle of builds. */
@Configuration(proxyBeanMethods = false)
class BuildLifecycleConfiguration {

    @Bean
    JobLifecycle<BuildEntity> buildLifecycle(
            BuildRepository rows,
            BuildTable table,
            IndexBuildService indexes,
            BuildProperties properties,
            JobStatusCache statusCache,
            Outbox outbox,
            JobEnds ends,
            TransactionTemplate transaction,
            Clock clock) {
        return new JobLifecycle<>(
                rows, table.rows(), new Policy(indexes, properties), statusCache, outbox, ends, transaction, clock);
    }

    /** The policy of builds: the end of a build can decide on the indexes that wait for it. */
    private record Policy(IndexBuildService indexes, BuildProperties properties) implements JobPolicy<BuildEntity> {

        @Override
        public JobKind kind() {
            return JobKind.BUILD;
        }

        @Override
        public Duration commandTimeout() {
            return properties.commandTimeout();
        }

        @Override
        public Instant acceptableUntil(BuildEntity row) {
            return row.spec().acceptableUntil();
        }

        @Override
        public OutboxMessage start(BuildEntity row) {
            return BuildMessages.command(row.job(), row.spec(), row.logins());
        }

        @Override
        public OutboxMessage cancel(JobRecord job) {
            return BuildMessages.cancel(job);
        }

        @Override
        public void ended(String id) {
            indexes.buildEnded(id);
        }
    }
}
