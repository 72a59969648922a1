package io.wave.scanner.command;

import io.wave.job.JobKind;
import io.wave.job.Topics;
import io.wave.scan.ScanCommand;
import io.wave.worker.command.JobCommands;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Consumes scan commands. A command is acknowledged when it is durable, and may be redelivered. */
@Component
class ScanCommands {

    private final JobCommands jobs;

    ScanCommands(JobCommands jobs) {
        this.jobs = jobs;
    }

    @KafkaListener(id = "scan-commands", idIsGroup = false, topics = Topics.SCAN_COMMANDS)
    void on(ScanCommand command) {
        switch (command) {
            case ScanCommand.Start(var scan, var logins) -> jobs.start(JobKind.SCAN, scan, logins);
            case ScanCommand.Cancel(var id) -> jobs.cancel(JobKind.SCAN, id.toString());
        }
    }
}
