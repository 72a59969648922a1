package io.wave.builder.command;

import io.wave.build.BuildCommand;
import io.wave.job.JobKind;
import io.wave.job.Topics;
import io.wave.job.engine.Jobs;
import io.wave.job.engine.store.JobSubmission;
import java.time.Clock;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Consumes build commands. A command is acknowledged when it is durable, and may be redelivered. */
@Component
class BuildCommands {

    private final Jobs jobs;
    private final JsonMapper json;
    private final Clock clock = Clock.systemUTC();

    BuildCommands(Jobs jobs, JsonMapper json) {
        this.jobs = jobs;
        this.json = json;
    }

    @KafkaListener(id = "build-commands", idIsGroup = false, topics = Topics.BUILD_COMMANDS)
    void on(BuildCommand command) {
        switch (command) {
            case BuildCommand.Start(var build) ->
                jobs.start(JobSubmission.of(JobKind.BUILD, build, json.writeValueAsString(build), clock.instant()));
            case BuildCommand.Cancel(var id) -> jobs.cancel(JobKind.BUILD, id.toString());
        }
    }
}
