package io.wave.mirroring.command;

import io.wave.job.JobKind;
import io.wave.job.Topics;
import io.wave.job.engine.Jobs;
import io.wave.job.engine.store.JobSubmission;
import io.wave.mirror.MirrorCommand;
import io.wave.mirror.MirrorSpec;
import java.time.Clock;
import java.time.Duration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Consumes mirror commands. A command is acknowledged when it is durable, and may be redelivered. request-api has failed a
 * mirror whose acceptance deadline has passed: it is accepted with no time left to start, so it ends without being run.
 */
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
            case MirrorCommand.Start(var mirror) -> jobs.start(submission(mirror));
            case MirrorCommand.Cancel(var id) -> jobs.cancel(JobKind.MIRROR, id.text());
        }
    }

    private JobSubmission submission(MirrorSpec mirror) {
        return new JobSubmission(
                JobKind.MIRROR,
                mirror.id().text(),
                mirror.work().jobTarget().toString(),
                mirror.generation(),
                json.writeValueAsString(mirror),
                clock.instant().isAfter(mirror.acceptableUntil()) ? Duration.ZERO : mirror.queueTimeout(),
                mirror.work().runTimeout(),
                mirror.requestedAt());
    }
}
