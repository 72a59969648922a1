package io.wave.scanner.command;

import io.wave.job.JobKind;
import io.wave.job.Topics;
import io.wave.job.engine.Jobs;
import io.wave.job.engine.store.JobSubmission;
import io.wave.scan.ScanCommand;
import java.time.Clock;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Consumes scan commands. A command is acknowledged when it is durable, and may be redelivered. */
@Component
class ScanCommands {

    private final Jobs jobs;
    private final JsonMapper json;
    private final Clock clock = Clock.systemUTC();

    ScanCommands(Jobs jobs, JsonMapper json) {
        this.jobs = jobs;
        this.json = json;
    }

    @KafkaListener(id = "scan-commands", idIsGroup = false, topics = Topics.SCAN_COMMANDS)
    void on(ScanCommand command) {
        switch (command) {
            case ScanCommand.Start(var scan) ->
                jobs.start(JobSubmission.of(JobKind.SCAN, scan, json.writeValueAsString(scan), clock.instant()));
            case ScanCommand.Cancel(var id) -> jobs.cancel(JobKind.SCAN, id.toString());
        }
    }
}
