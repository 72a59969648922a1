package io.wave.job.engine;

import io.micrometer.core.instrument.MeterRegistry;
import io.wave.job.JobKind;
import io.wave.job.engine.attempt.AttemptContext;
import io.wave.job.engine.attempt.LeaseRenewer;
import io.wave.job.engine.config.JobsProperties;
import io.wave.job.engine.log.JobLogs;
import io.wave.job.engine.plan.JobLogins;
import io.wave.job.engine.plan.JobType;
import io.wave.job.engine.restore.RecordRestorer;
import io.wave.job.engine.runner.Runner;
import io.wave.job.engine.runner.TaskRunner;
import io.wave.job.engine.scheduler.JobDisk;
import io.wave.job.engine.scheduler.JobMetrics;
import io.wave.job.engine.scheduler.JobScheduler;
import io.wave.job.engine.scheduler.JobSchedulers;
import io.wave.job.engine.store.JobStore;
import io.wave.job.engine.store.JobTable;
import io.wave.messaging.kafka.ServedKinds;
import io.wave.messaging.outbox.Outbox;
import io.wave.messaging.projection.JobRecords;
import io.wave.store.FreeSpace;
import io.wave.store.ObjectStore;
import io.wave.tracing.Traces;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Configures the job engine of a worker. The worker provides as beans a {@link JobType} for each kind of job it runs, a
 * {@link Runner} for their tools and a {@link TaskRunner}. Needs {@link io.wave.messaging.MessagingConfiguration} with
 * {@code wave.outbox.schema: jobs} and the object store.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(JobsProperties.class)
public class JobEngineConfiguration {

    private static final String SCHEMA = "jobs";

    @Bean
    FlywayConfigurationCustomizer jobsSchema() {
        return flyway ->
                flyway.schemas(SCHEMA).defaultSchema(SCHEMA).locations("classpath:db/outbox", "classpath:db/jobs");
    }

    @Bean
    JobTable jobTable(JdbcClient jdbc) {
        return new JobTable(jdbc);
    }

    @Bean
    JobStore jobStore(JobTable table, Outbox outbox, PlatformTransactionManager transactions, Traces traces) {
        return new JobStore(table, outbox, new TransactionTemplate(transactions), traces);
    }

    @Bean
    JobLogs jobLogs(ObjectStore store, JobsProperties properties) {
        return new JobLogs(store, properties.logLimit().toBytes());
    }

    @Bean
    JobDisk jobDisk(JobsProperties properties, List<Runner> runners, MeterRegistry meters) {
        return new JobDisk(new FreeSpace(properties.workDirectory(), properties.minFree()), runners, meters);
    }

    @Bean
    JobSchedulers jobSchedulers(
            List<JobType<?>> types,
            ObjectProvider<JobLogins> logins,
            List<Runner> runners,
            TaskRunner tasks,
            JobsProperties properties,
            JobStore store,
            JobTable table,
            JobRecords records,
            JobLogs logs,
            JobDisk jobDisk,
            Traces traces,
            MeterRegistry meters) {
        Map<JobKind, JobScheduler> schedulers = new EnumMap<>(JobKind.class);
        for (JobType<?> type : types) {
            JobKind kind = type.kind();
            AttemptContext context = new AttemptContext(
                    type,
                    logins.getIfAvailable(() -> JobLogins.NONE),
                    JobSchedulers.runner(type, properties, runners),
                    tasks,
                    store,
                    logs,
                    traces,
                    properties.lease(),
                    properties.attempts());
            LeaseRenewer leases = new LeaseRenewer(kind, store, records, properties.lease());
            JobMetrics metrics = new JobMetrics(kind, table, meters);
            schedulers.put(kind, new JobScheduler(context, leases, properties, table, jobDisk, metrics, traces));
        }
        return new JobSchedulers(schedulers);
    }

    @Bean
    ServedKinds servedKinds(List<JobType<?>> types) {
        return new ServedKinds(types.stream().map(JobType::kind).collect(Collectors.toSet()));
    }

    @Bean
    RecordRestorer recordRestorer(
            ServedKinds served, JobTable table, JobRecords records, JobsProperties properties, MeterRegistry meters) {
        return new RecordRestorer(served.kinds(), table, records, properties, meters);
    }

    @Bean
    Jobs jobs(JobStore store, JobSchedulers schedulers) {
        return new Jobs(store, schedulers);
    }
}
