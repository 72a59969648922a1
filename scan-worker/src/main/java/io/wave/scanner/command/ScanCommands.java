package io.wave.scanner.command;

import io.wave.job.JobKind;
import io.wave.job.Topics;
import io.wave.job.engine.Jobs;
import io.wave.job.engine.store.JobSubmission;
import io.wave.scan.ScanCommand;
import io.wave.scan.ScanSpec;
import java.time.Clock;
import java.time.Duration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Consumes scan commands. A command is acknowledged when it is durable, and may be redelivered. request-api has failed a scan
 * whose acceptance deadline has passed: it is accepted with no time left to start, so it ends without being run.
 */
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
            case ScanCommand.Start(var scan) -> jobs.start(submission(scan));
            case ScanCommand.Cancel(var id) -> jobs.cancel(JobKind.SCAN, id.toString());
        }
    }

    private JobSubmission submission(ScanSpec scan) {
        return new JobSubmission(
                JobKind.SCAN,
                scan.id().toString(),
                scan.target(),
                scan.generation(),
                json.writeValueAsString(scan),
                clock.instant().isAfter(scan.acceptableUntil()) ? Duration.ZERO : scan.queueTimeout(),
                scan.runTimeout(),
                scan.requestedAt());
    }
}
