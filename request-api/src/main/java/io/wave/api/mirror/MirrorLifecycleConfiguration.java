package io.wave.api.mirror;

import io.wave.api.build.BuildProperties;
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

/** The lifecycle of mirrors. */
@Configuration(proxyBeanMethods = false)
class MirrorLifecycleConfiguration {

    @Bean
    JobLifecycle<MirrorEntity> mirrorLifecycle(
            MirrorRepository rows,
            MirrorTable table,
            BuildProperties builds,
            JobStatusCache statusCache,
            Outbox outbox,
            JobEnds ends,
            TransactionTemplate transaction,
            Clock clock) {
        return new JobLifecycle<>(
                rows, table.rows(), new Policy(builds.commandTimeout()), statusCache, outbox, ends, transaction, clock);
    }

    private record Policy(Duration commandTimeout) implements JobPolicy<MirrorEntity> {

        @Override
        public JobKind kind() {
            return JobKind.MIRROR;
        }

        @Override
        public Instant acceptableUntil(MirrorEntity row) {
            return row.spec().acceptableUntil();
        }

        @Override
        public OutboxMessage start(MirrorEntity row) {
            return MirrorMessages.start(row.job(), row.spec(), row.logins());
        }

        @Override
        public OutboxMessage cancel(JobRecord job) {
            return MirrorMessages.cancel(job);
        }
    }
}
