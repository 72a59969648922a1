package io.wave.job.engine;

import io.micrometer.core.instrument.MeterRegistry;
import io.wave.job.JobKind;
import io.wave.job.engine.log.JobLogs;
import io.wave.messaging.JobRecords;
import io.wave.messaging.Outbox;
import io.wave.store.FreeSpace;
import io.wave.store.ObjectStore;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The job engine, for a worker that has a {@link JobKind} and a {@link Runner} as beans. Needs {@link
 * io.wave.messaging.MessagingConfiguration} with {@code wave.outbox.schema: jobs} and the object store.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(JobsProperties.class)
public class JobEngineConfiguration {

    private static final String SCHEMA = "jobs";

    @Bean
    FlywayConfigurationCustomizer jobsSchema() {
        return flyway -> flyway.schemas(SCHEMA).defaultSchema(SCHEMA).locations("classpath:db/jobs");
    }

    @Bean
    JobTable jobTable(JdbcClient jdbc) {
        return new JobTable(jdbc);
    }

    @Bean
    JobStore jobStore(JobTable table, Outbox outbox, PlatformTransactionManager transactions) {
        return new JobStore(table, outbox, new TransactionTemplate(transactions));
    }

    @Bean
    JobLogs jobLogs(ObjectStore store, JobsProperties properties) {
        return new JobLogs(store, properties.logLimit().toBytes());
    }

    @Bean
    JobMetrics jobMetrics(JobKind kind, JobTable table, MeterRegistry meters) {
        return new JobMetrics(kind, table, meters);
    }

    @Bean
    Room room(JobsProperties properties, Runner runner, MeterRegistry meters) {
        return new Room(new FreeSpace(properties.workDirectory(), properties.minFree()), runner, meters);
    }

    @Bean
    JobScheduler jobScheduler(
            JobKind kind,
            JobsProperties properties,
            JobStore store,
            JobTable table,
            JobRecords records,
            JobLogs logs,
            Runner runner,
            Room room,
            JobMetrics metrics) {
        return new JobScheduler(kind, properties, store, table, records, logs, runner, room, metrics);
    }

    @Bean
    RecordKeeper recordKeeper(
            JobKind kind, JobTable table, JobRecords records, JobsProperties properties, MeterRegistry meters) {
        return new RecordKeeper(kind, table, records, properties, meters);
    }

    @Bean
    Jobs jobs(JobStore store, JobScheduler scheduler) {
        return new Jobs(store, scheduler);
    }
}
