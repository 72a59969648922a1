package io.wave.builder.command;

import io.wave.build.BuildId;
import io.wave.job.JobKind;
import io.wave.job.Topics;
import io.wave.job.engine.Jobs;
import io.wave.job.engine.store.JobSubmission;
import io.wave.messaging.kafka.DeadLetterListener;
import java.time.Clock;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Fails the build of a start command that cannot be read, so that no pull waits for it. */
@Component
class InvalidBuildCommands implements DeadLetterListener {

    private static final Pattern START = Pattern.compile("\"type\"\\s*:\\s*\"start\"");
    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"(bd-[0-9a-f]{16}_\\d{1,18})\"");

    private final Jobs jobs;
    private final Clock clock = Clock.systemUTC();

    InvalidBuildCommands(Jobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public void onDeadLetter(String topic, @Nullable String key, @Nullable String body, String reason) {
        if (!topic.equals(Topics.BUILD_COMMANDS)
                || key == null
                || body == null
                || !START.matcher(body).find()) {
            return;
        }
        Matcher id = ID.matcher(body);
        if (id.find()) {
            reject(BuildId.parse(id.group(1)), key, reason);
        }
    }

    private void reject(BuildId id, String target, String reason) {
        JobSubmission build = new JobSubmission(
                JobKind.BUILD, id.toString(), target, id.number(), "{}", Duration.ZERO, Duration.ZERO, clock.instant());
        jobs.reject(build, "build failed: invalid build command: " + reason);
    }
}
