package io.wave.job.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.job.engine.store.JobSubmission;
import io.wave.local.IntegrationTest;
import io.wave.messaging.projection.JobRecords;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** No loop of a worker ends by an error that Java throws when memory is short. */
@IntegrationTest(
        classes = LoopsIT.Worker.class,
        properties = {
            "wave.outbox.schema=jobs",
            "wave.jobs.runner=hand",
            "wave.jobs.work-dir=target/jobs",
            "wave.jobs.lease=3s",
            "wave.jobs.poll-interval=100ms"
        })
class LoopsIT {

    private static final AtomicBoolean OUT_OF_MEMORY = new AtomicBoolean();
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Autowired
    private Jobs jobs;

    @Autowired
    private HandRunner runner;

    @Autowired
    private JobRecords records;

    @BeforeEach
    void count() {
        Metrics.addRegistry(meters);
    }

    @AfterEach
    void stopCounting() {
        Metrics.removeRegistry(meters);
        OUT_OF_MEMORY.set(false);
    }

    @Test
    void loopsContinueAfterAnOutOfMemoryError() {
        JobSubmission running = job("registry.test/loops:1");
        jobs.start(running);
        await().atMost(TIMEOUT).until(() -> runner.of(running).isPresent());
        OUT_OF_MEMORY.set(true);
        awaitFailureOf("build-jobs");
        awaitFailureOf("lease-build");
        awaitFailureOf("outbox-redis");
        awaitFailureOf("outbox-depth");
        OUT_OF_MEMORY.set(false);
        JobSubmission next = job("registry.test/loops:2");
        jobs.start(next);
        await().atMost(TIMEOUT).until(() -> runner.of(next).isPresent());
        runner.of(next).orElseThrow().succeed("image");
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(records.read(JobKind.BUILD, next.target()))
                        .map(JobRecord::state)
                        .contains(JobState.SUCCEEDED));
    }

    private void awaitFailureOf(String work) {
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(meters.find("wave.background.failures")
                                .tag("work", work)
                                .counters())
                        .as(work)
                        .isNotEmpty());
    }

    private static JobSubmission job(String target) {
        String id = "bd-%s_1".formatted(Integer.toHexString(target.hashCode()));
        Duration time = Duration.ofMinutes(5);
        return new JobSubmission(JobKind.BUILD, id, target, 1, "anonymous", "{}", time, time, Instant.now());
    }

    @Import({EngineTest.Worker.class, LoopsIT.Memory.class})
    static class Worker {}

    static class Memory {

        @Bean
        static BeanPostProcessor connectionsThatNeedMemory() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof DataSource dataSource ? new Faulty(dataSource) : bean;
                }
            };
        }
    }

    private static final class Faulty extends DelegatingDataSource {

        Faulty(DataSource target) {
            super(target);
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection real = super.getConnection();
            return (Connection) Proxy.newProxyInstance(
                    LoopsIT.class.getClassLoader(), new Class<?>[] {Connection.class}, (_, method, arguments) -> {
                        if (OUT_OF_MEMORY.get() && method.getName().equals("prepareStatement")) {
                            throw new OutOfMemoryError("thrown by the test");
                        }
                        try {
                            return method.invoke(real, arguments);
                        } catch (InvocationTargetException failed) {
                            throw failed.getTargetException();
                        }
                    });
        }
    }
}
