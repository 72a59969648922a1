package io.wave.mirroring.command;

import io.wave.job.JobKind;
import io.wave.job.Topics;
import io.wave.job.engine.Jobs;
import io.wave.job.engine.store.JobSubmission;
import io.wave.mirror.MirrorCommand;
import java.time.Clock;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Consumes mirror commands. A command is acknowledged when it is durable, and may be redelivered. */
@Component
class MirrorCommands {

    private final Jobs jobs;
    private final JsonMapper json;
    private final Clock clock = Clock.systemUTC();

    MirrorCommands(Jobs jobs, JsonMapper json) {
        this.jobs = jobs;
        this.json = json;
    }

    @KafkaListener(id = "mirror-commands", idIsGroup = false, topics = Topics.MIRROR_COMMANDS)
    void on(MirrorCommand command) {
        switch (command) {
            case MirrorCommand.Start(var mirror) ->
                jobs.start(JobSubmission.of(JobKind.MIRROR, mirror, json.writeValueAsString(mirror), clock.instant()));
            case MirrorCommand.Cancel(var id) -> jobs.cancel(JobKind.MIRROR, id.text());
        }
    }
}
