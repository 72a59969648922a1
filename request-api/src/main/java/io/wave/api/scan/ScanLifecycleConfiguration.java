package io.wave.api.scan;

import io.wave.api.build.BuildProperties;
import io.wave.api.job.JobEnds;
import io.wave.api.job.JobLifecycle;
import io.wave.api.job.JobPolicy;
import io.wave.api.job.JobStatusCache;
import io.wave.api.job.QueueProperties;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.messaging.outbox.Outbox;
import io.wave.messaging.outbox.OutboxMessage;
import io.wave.scan.ScanId;
import io.wave.scan.ScanSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

/** The lifecycle of scans. */
@Configuration(proxyBeanMethods = false)
class ScanLifecycleConfiguration {

    @Bean
    JobLifecycle<ScanEntity> scanLifecycle(
            ScanRepository rows,
            ScanTable table,
            BuildProperties builds,
            ScanProperties scans,
            QueueProperties queue,
            JobStatusCache statusCache,
            Outbox outbox,
            JobEnds ends,
            TransactionTemplate transaction,
            Clock clock) {
        return new JobLifecycle<>(
                rows,
                table.rows(),
                new Policy(builds.commandTimeout(), scans, queue),
                statusCache,
                outbox,
                ends,
                transaction,
                clock);
    }

    private record Policy(Duration commandTimeout, ScanProperties scans, QueueProperties queue)
            implements JobPolicy<ScanEntity> {

        @Override
        public JobKind kind() {
            return JobKind.SCAN;
        }

        @Override
        public Instant acceptableUntil(ScanEntity row) {
            return spec(row).acceptableUntil();
        }

        @Override
        public OutboxMessage start(ScanEntity row) {
            return ScanMessages.start(row.job(), spec(row), row.logins());
        }

        private ScanSpec spec(ScanEntity row) {
            JobRecord job = row.job();
            return row.work().spec(ScanId.parse(job.id()), job.generation(), scans.timeout(), queue.queueTimeout());
        }

        @Override
        public OutboxMessage cancel(JobRecord job) {
            return ScanMessages.cancel(job);
        }
    }
}
