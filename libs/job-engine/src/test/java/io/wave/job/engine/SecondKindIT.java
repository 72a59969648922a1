package io.wave.job.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.job.Topics;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.outcome.Result;
import io.wave.job.engine.plan.JobType;
import io.wave.job.engine.plan.Plan;
import io.wave.job.engine.store.JobSubmission;
import io.wave.job.engine.tool.ToolCommand;
import io.wave.local.IntegrationTest;
import io.wave.messaging.projection.JobRecords;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.core.ConsumerFactory;

/** Another kind of job beside builds needs a type with its plans, and its topics: nothing else. */
@IntegrationTest(
        classes = SecondKindIT.Worker.class,
        properties = {
            "wave.outbox.schema=jobs",
            "wave.jobs.runner=hand",
            "wave.jobs.kinds.scan.runner=process",
            "wave.jobs.kinds.scan.slots=2",
            "wave.jobs.work-dir=target/jobs-of-two-kinds",
            "wave.jobs.poll-interval=100ms"
        })
class SecondKindIT {

    private static final Duration TIME = Duration.ofMinutes(5);
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    @Autowired
    private Jobs jobs;

    @Autowired
    private JobRecords records;

    @Autowired
    private HandRunner builds;

    @Autowired
    private ConsumerFactory<Object, Object> consumers;

    @Test
    void runsToolsAndTasksAndPublishesOnItsOwnTopic() {
        start("tool", "registry.test/second:tool");
        start("task", "registry.test/second:task");
        start("fallback", "registry.test/second:fallback");
        assertThat(awaitEnd("registry.test/second:tool").state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(awaitEnd("registry.test/second:task").report()).isEqualTo("reports/task");
        JobRecord fallback = awaitEnd("registry.test/second:fallback");
        assertThat(fallback.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(fallback.note()).isEqualTo("by tools");
        assertThat(eventKeys()).contains("registry.test/second:tool", "registry.test/second:task");
    }

    @Test
    void buildsRunBesideAnotherKindOfJob() {
        JobSubmission build = new JobSubmission(
                JobKind.BUILD,
                "bd-second_1",
                "registry.test/second:build",
                1,
                "anonymous",
                "{}",
                TIME,
                TIME,
                Instant.now());
        jobs.start(build);
        await().atMost(TIMEOUT).until(() -> builds.of(build).isPresent());
        builds.of(build).orElseThrow().succeed("image");
    }

    private void start(String what, String target) {
        jobs.start(new JobSubmission(
                JobKind.SCAN, "sc-" + what + "_1", target, 1, "anonymous", what, TIME, TIME, Instant.now()));
    }

    private JobRecord awaitEnd(String target) {
        return await().atMost(TIMEOUT)
                .until(
                        () -> records.read(JobKind.SCAN, target),
                        record -> record.filter(JobRecord::isFinal).isPresent())
                .orElseThrow();
    }

    private List<String> eventKeys() {
        List<String> keys = new ArrayList<>();
        try (Consumer<Object, Object> consumer = consumers.createConsumer("second-kind", "")) {
            consumer.subscribe(List.of(Topics.events(JobKind.SCAN)));
            await().atMost(TIMEOUT).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(event -> keys.add(String.valueOf(event.key())));
                return keys.containsAll(List.of("registry.test/second:tool", "registry.test/second:task"));
            });
        }
        return keys;
    }

    /** The second kind. */
    static final class Scans implements JobType<String> {

        @Override
        public JobKind kind() {
            return JobKind.SCAN;
        }

        @Override
        public String read(String spec) {
            return spec;
        }

        @Override
        public Plan plan(String spec) {
            return switch (spec) {
                case "tool" -> tools("ran");
                case "task" -> new Plan.InWorker(_ -> new Outcome.Succeeded(new Result.Report("reports/task"), null));
                default -> new Plan.InWorker(_ -> new Outcome.NeedsTools(), tools("by tools"));
            };
        }

        private static Plan.Tools tools(String note) {
            return new Plan.Tools(work -> {
                Files.writeString(work.folder().resolve("input"), "scanned");
                return new Scan(note);
            });
        }
    }

    private record Scan(String note) implements Plan.Steps, Plan.Step {

        @Override
        public List<Plan.Step> inOrder() {
            return List.of(this);
        }

        @Override
        public ToolCommand command() {
            return new ToolCommand(List.of("grep", "scanned", "input"), Map.of());
        }

        @Override
        public Outcome outcome() {
            return new Outcome.Succeeded(new Result.Nothing(), note);
        }

        @Override
        public Outcome failed(int exitCode) {
            return new Outcome.Failed("not scanned", exitCode);
        }

        @Override
        public void close() {}
    }

    @Import(EngineTest.Worker.class)
    static class Worker {

        @Bean
        Scans scans() {
            return new Scans();
        }
    }
}
