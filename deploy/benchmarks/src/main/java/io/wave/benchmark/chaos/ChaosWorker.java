package io.wave.benchmark.chaos;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wave.image.Digest;
import io.wave.job.JobKind;
import io.wave.job.engine.JobEngineConfiguration;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.plan.JobType;
import io.wave.job.engine.plan.Plan;
import io.wave.job.engine.plan.Work;
import io.wave.job.engine.process.ProcessRunnerConfiguration;
import io.wave.job.engine.tool.ToolCommand;
import io.wave.messaging.MessagingConfiguration;
import io.wave.store.ObjectStoreConfiguration;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/** A worker for all kinds of jobs, which are real processes that do nothing but leave evidence. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({
    JobEngineConfiguration.class,
    ProcessRunnerConfiguration.class,
    MessagingConfiguration.class,
    ObjectStoreConfiguration.class
})
public class ChaosWorker {

    /** Takes Spring properties; a stop signal ends it gracefully. */
    public static void main(String[] arguments) {
        new SpringApplicationBuilder(ChaosWorker.class).run(arguments);
    }

    @Bean
    SimpleMeterRegistry meters() {
        return new SimpleMeterRegistry();
    }

    @Bean
    JobType<ChaosJob> builds(@Value("${chaos.evidence}") Path evidence) {
        return new EvidenceJobs(JobKind.BUILD, evidence);
    }

    @Bean
    JobType<ChaosJob> mirrors(@Value("${chaos.evidence}") Path evidence) {
        return new EvidenceJobs(JobKind.MIRROR, evidence);
    }

    @Bean
    JobType<ChaosJob> scans(@Value("${chaos.evidence}") Path evidence) {
        return new EvidenceJobs(JobKind.SCAN, evidence);
    }

    /** One process, and a digest that is pushed nowhere. */
    private record EvidenceJobs(JobKind kind, Path evidence) implements JobType<ChaosJob> {

        private static final JsonMapper JSON = JsonMapper.builder().build();

        @Override
        public ChaosJob read(String spec) {
            return JSON.readValue(spec, ChaosJob.class);
        }

        @Override
        public Plan plan(ChaosJob job) {
            return new Plan.Tools(work -> new EvidenceSteps(evidence, job, work));
        }
    }

    private record EvidenceSteps(Path evidence, ChaosJob job, Work work) implements Plan.Steps, Plan.Step {

        @Override
        public List<Plan.Step> inOrder() {
            return List.of(this);
        }

        @Override
        public ToolCommand command() {
            return new ToolCommand(
                    List.of(
                            "bash",
                            evidence.resolve("job.sh").toString(),
                            evidence.toString(),
                            job.lock(),
                            work.jobId(),
                            job.seconds(),
                            Integer.toString(job.status())),
                    Map.of());
        }

        @Override
        public Outcome failed(int exitCode) {
            return new Outcome.Failed("process exited with code %d".formatted(exitCode), exitCode);
        }

        @Override
        public Outcome outcome() {
            work.beginPush();
            return new Outcome.Succeeded(Digest.of(work.jobId().getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        public void close() {}
    }
}
