package io.wave.worker.command;

import io.wave.job.JobKind;
import io.wave.job.Topics;
import io.wave.job.engine.Jobs;
import io.wave.job.engine.store.JobSubmission;
import io.wave.messaging.kafka.DeadLetterListener;
import io.wave.token.RequestRecord;
import java.time.Clock;
import java.time.Duration;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Fails the job of a start command that cannot be read, so that nobody waits for it. */
public final class InvalidCommands implements DeadLetterListener {

    private static final Pattern START = Pattern.compile("\"type\"\\s*:\\s*\"start\"");

    private final Jobs jobs;
    private final JobKind kind;
    private final Pattern id;
    private final ToLongFunction<Matcher> generation;
    private final Clock clock = Clock.systemUTC();

    /**
     * Listens to the commands of one kind.
     *
     * @param id finds the id of the job in a command, as group 1
     * @param generation the generation of the job that was found
     */
    public InvalidCommands(Jobs jobs, JobKind kind, Pattern id, ToLongFunction<Matcher> generation) {
        this.jobs = jobs;
        this.kind = kind;
        this.id = id;
        this.generation = generation;
    }

    @Override
    public void onDeadLetter(String topic, @Nullable String key, @Nullable String body, String reason) {
        if (!topic.equals(Topics.commands(kind))
                || key == null
                || body == null
                || !START.matcher(body).find()) {
            return;
        }
        Matcher found = id.matcher(body);
        if (found.find()) {
            reject(found.group(1), key, generation.applyAsLong(found), reason);
        }
    }

    private void reject(String jobId, String target, long number, String reason) {
        JobSubmission job = new JobSubmission(
                kind,
                jobId,
                target,
                number,
                RequestRecord.ANONYMOUS,
                "{}",
                Duration.ZERO,
                Duration.ZERO,
                clock.instant());
        jobs.reject(job, "%1$s failed: invalid %1$s command: %2$s".formatted(kind, reason));
    }
}
