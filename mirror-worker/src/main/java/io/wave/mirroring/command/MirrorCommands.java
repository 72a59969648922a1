package io.wave.mirroring.command;

import io.wave.job.JobKind;
import io.wave.job.Topics;
import io.wave.mirror.MirrorCommand;
import io.wave.worker.command.JobCommands;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Consumes mirror commands. A command is acknowledged when it is durable, and may be redelivered. */
@Component
class MirrorCommands {

    private final JobCommands jobs;

    MirrorCommands(JobCommands jobs) {
        this.jobs = jobs;
    }

    @KafkaListener(id = "mirror-commands", idIsGroup = false, topics = Topics.MIRROR_COMMANDS)
    void on(MirrorCommand command) {
        switch (command) {
            case MirrorCommand.Start(var mirror, var logins) -> jobs.start(JobKind.MIRROR, mirror, logins);
            case MirrorCommand.Cancel(var id) -> jobs.cancel(JobKind.MIRROR, id.text());
        }
    }
}
