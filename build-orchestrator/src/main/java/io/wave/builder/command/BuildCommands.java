package io.wave.builder.command;

import io.wave.build.BuildCommand;
import io.wave.job.JobKind;
import io.wave.job.Topics;
import io.wave.worker.command.JobCommands;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Consumes build commands. A command is acknowledged when it is durable, and may be redelivered. */
@Component
class BuildCommands {

    private final JobCommands jobs;

    BuildCommands(JobCommands jobs) {
        this.jobs = jobs;
    }

    @KafkaListener(id = "build-commands", idIsGroup = false, topics = Topics.BUILD_COMMANDS)
    void on(BuildCommand command) {
        switch (command) {
            case BuildCommand.Start(var build, var logins) -> jobs.start(JobKind.BUILD, build, logins);
            case BuildCommand.Cancel(var id) -> jobs.cancel(JobKind.BUILD, id.toString());
        }
    }
}
