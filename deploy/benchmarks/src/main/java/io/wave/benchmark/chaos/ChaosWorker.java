package io.wave.benchmark.chaos;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wave.image.Digest;
import io.wave.job.JobKind;
import io.wave.job.engine.JobEngineConfiguration;
import io.wave.job.engine.Outcome;
import io.wave.job.engine.process.ProcessRecipe;
import io.wave.job.engine.process.ProcessRunnerConfiguration;
import io.wave.job.engine.process.ToolCommand;
import io.wave.job.engine.process.Workspace;
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

/** A worker whose jobs are real processes that do nothing but leave evidence. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({
    JobEngineConfiguration.class,
    ProcessRunnerConfiguration.class,
    MessagingConfiguration.class,
    ObjectStoreConfiguration.class
})
public class ChaosWorker {

    private final JsonMapper json = JsonMapper.builder().build();

    /** Takes Spring properties; a stop signal ends it gracefully. */
    public static void main(String[] arguments) {
        new SpringApplicationBuilder(ChaosWorker.class).run(arguments);
    }

    @Bean
    JobKind jobKind() {
        return JobKind.BUILD;
    }

    @Bean
    SimpleMeterRegistry meters() {
        return new SimpleMeterRegistry();
    }

    @Bean
    ProcessRecipe recipe(@Value("${chaos.evidence}") Path evidence) {
        return workspace -> run(workspace, json.readValue(workspace.spec(), ChaosJob.class), evidence);
    }

    private static Outcome run(Workspace workspace, ChaosJob job, Path evidence) {
        int status = workspace.run(new ToolCommand(
                List.of(
                        "bash",
                        evidence.resolve("job.sh").toString(),
                        evidence.toString(),
                        job.lock(),
                        workspace.jobId(),
                        job.seconds(),
                        Integer.toString(job.status())),
                Map.of()));
        if (status != 0) {
            return new Outcome.Failed("the process ended with %d".formatted(status), status);
        }
        workspace.pushing();
        return new Outcome.Succeeded(Digest.of(workspace.jobId().getBytes(StandardCharsets.UTF_8)));
    }
}
