package io.wave.job.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wave.job.JobKind;
import io.wave.job.JobProfile;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.job.engine.attempt.AttemptContext;
import io.wave.job.engine.attempt.LeaseRenewer;
import io.wave.job.engine.config.JobsProperties;
import io.wave.job.engine.log.JobLogs;
import io.wave.job.engine.outcome.JobFailedException;
import io.wave.job.engine.plan.JobLogins;
import io.wave.job.engine.plan.JobType;
import io.wave.job.engine.plan.Plan;
import io.wave.job.engine.process.ProcessRunnerConfiguration;
import io.wave.job.engine.runner.Runner;
import io.wave.job.engine.runner.TaskRunner;
import io.wave.job.engine.scheduler.JobDisk;
import io.wave.job.engine.scheduler.JobMetrics;
import io.wave.job.engine.scheduler.JobScheduler;
import io.wave.job.engine.scheduler.JobSchedulers;
import io.wave.job.engine.store.JobStore;
import io.wave.job.engine.store.JobSubmission;
import io.wave.job.engine.store.JobTable;
import io.wave.local.IntegrationTest;
import io.wave.local.fake.MemoryObjectStore;
import io.wave.messaging.MessagingConfiguration;
import io.wave.messaging.projection.JobRecords;
import io.wave.tracing.Traces;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The engine on real servers, with a runner that does what the test says. */
@IntegrationTest(
        classes = EngineTest.Worker.class,
        properties = {
            "wave.outbox.schema=jobs",
            "wave.jobs.runner=hand",
            "wave.jobs.work-dir=target/jobs",
            "wave.jobs.lease=60s",
            "wave.jobs.slots=100",
            "wave.jobs.attempts=2",
            "wave.jobs.poll-interval=100ms"
        })
abstract class EngineTest {

    protected static final Duration TIMEOUT = Duration.ofMinutes(2);
    protected static final Duration LONG = Duration.ofMinutes(5);
    private static final AtomicInteger COUNT = new AtomicInteger();

    @Autowired
    protected Jobs jobs;

    @Autowired
    protected HandRunner runner;

    @Autowired
    protected TaskRunner tasks;

    @Autowired
    protected JobRecords records;

    @Autowired
    protected JdbcClient jdbc;

    @Autowired
    protected StringRedisTemplate redis;

    @Autowired
    protected JobStore store;

    @Autowired
    protected JobTable table;

    @Autowired
    protected JobsProperties properties;

    @Autowired
    protected JobLogs logs;

    @Autowired
    protected JobSchedulers schedulers;

    @Autowired
    protected JobDisk disk;

    @Autowired
    protected MemoryObjectStore objects;

    @Autowired
    protected MeterRegistry meters;

    protected final String target = "registry.test/image:" + COUNT.incrementAndGet();

    @AfterEach
    void finish() {
        runner.finish();
    }

    protected JobScheduler scheduler() {
        return schedulers.of(JobKind.BUILD);
    }

    /** Another replica of the worker. */
    protected JobScheduler replica(Runner other) {
        return replica(other, disk, properties.lease());
    }

    protected JobScheduler replica(Runner other, JobDisk itsRoom, Duration lease) {
        return replica(other, itsRoom, lease, properties.slots(), false);
    }

    protected JobScheduler replica(Runner other, JobDisk itsRoom, Duration lease, int slots, boolean sole) {
        JobsProperties itsOwn = new JobsProperties(
                properties.runner(),
                slots,
                properties.maxRunning(),
                properties.maxRunningPerTenant(),
                lease,
                sole,
                properties.attempts(),
                properties.workDir(),
                properties.minFree(),
                properties.diskLimit(),
                properties.logLimit(),
                properties.pollInterval(),
                properties.retention(),
                properties.kinds());
        AttemptContext context = new AttemptContext(
                new TestType(), JobLogins.NONE, other, tasks, store, logs, Traces.NONE, lease, properties.attempts());
        return new JobScheduler(
                context,
                new LeaseRenewer(JobKind.BUILD, store, records, lease),
                itsOwn,
                table,
                itsRoom,
                new JobMetrics(JobKind.BUILD, table, new SimpleMeterRegistry()),
                Traces.NONE);
    }

    protected double ended(String outcome) {
        return Optional.ofNullable(
                        meters.find("wave.jobs.ended").tag("outcome", outcome).counter())
                .map(counter -> counter.count())
                .orElse(0.0);
    }

    protected JobSubmission start(int generation) {
        return start(generation, LONG, LONG);
    }

    protected JobSubmission start(int generation, Duration queueTimeout, Duration runTimeout) {
        JobSubmission job = job(generation, queueTimeout, runTimeout);
        jobs.start(job);
        return job;
    }

    protected JobSubmission job(int generation, Duration queueTimeout, Duration runTimeout) {
        String id = "job-" + target.substring(target.lastIndexOf(':') + 1) + "_" + generation;
        return new JobSubmission(
                JobKind.BUILD,
                id,
                target,
                generation,
                "anonymous",
                "{\"n\":1}",
                queueTimeout,
                runTimeout,
                Instant.now());
    }

    protected HandRunner.Running awaitRunning(JobSubmission job) {
        return await().atMost(TIMEOUT)
                .until(() -> runner.of(job), Optional::isPresent)
                .orElseThrow();
    }

    protected JobRecord awaitState(JobState state) {
        return await().atMost(TIMEOUT)
                .until(
                        () -> records.read(JobKind.BUILD, target),
                        record -> record.filter(job -> job.state() == state).isPresent())
                .orElseThrow();
    }

    protected JobRecord awaitEnd(JobSubmission job) {
        return await().atMost(TIMEOUT)
                .until(() -> table.find(JobKind.BUILD, job.id()).orElseThrow().job(), JobRecord::isFinal);
    }

    protected String state(JobSubmission job) {
        return table.find(JobKind.BUILD, job.id()).orElseThrow().job().state().name();
    }

    protected void loseLease(JobSubmission job) {
        loseLeaseOfAttempt(job, 1);
    }

    protected void loseLeaseOfAttempt(JobSubmission job, int attempt) {
        int lost = jdbc.sql("UPDATE jobs.job SET lease_until = now() WHERE id = ? AND attempt = ?")
                .params(job.id(), attempt)
                .update();
        assertThat(lost).isOne();
    }

    /** Jobs whose runner decides everything. */
    static final class TestType implements JobType<String> {

        /** The specification of a job with a profile. */
        static final String PROFILED = "{\"profiled\":true}";

        static final JobProfile PROFILE = new JobProfile("big");

        @Override
        public JobKind kind() {
            return JobKind.BUILD;
        }

        @Override
        public String read(String spec) {
            if (spec.isEmpty()) {
                throw new IllegalArgumentException("no specification");
            }
            return spec;
        }

        @Override
        public Optional<JobProfile> profile(String spec) {
            return spec.equals(PROFILED) ? Optional.of(PROFILE) : Optional.empty();
        }

        @Override
        public Plan plan(String spec) {
            return new Plan.Tools(_ -> {
                throw new JobFailedException("not for this runner");
            });
        }
    }

    @EnableAutoConfiguration
    @Import({JobEngineConfiguration.class, MessagingConfiguration.class, ProcessRunnerConfiguration.class})
    static class Worker {

        @Bean
        TestType type() {
            return new TestType();
        }

        /** Those that do not begin as they should cannot be decrypted. */
        @Bean
        JobLogins logins() {
            return new JobLogins() {

                @Override
                public boolean open(String attempt, String tenant, String sealed, Instant since) {
                    return sealed.startsWith("sealed for " + tenant);
                }

                @Override
                public void close(String attempt) {}

                @Override
                public String explain(String tenant, String failure) {
                    return failure + ", explained to " + tenant;
                }
            };
        }

        @Bean
        HandRunner runner() {
            return new HandRunner();
        }

        @Bean
        MemoryObjectStore store() {
            return new MemoryObjectStore();
        }

        @Bean
        SimpleMeterRegistry meters() {
            return new SimpleMeterRegistry();
        }
    }
}
