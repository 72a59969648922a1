package io.wave.mirroring.copy;

import io.wave.image.ImageReference;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.plan.Plan;
import io.wave.job.engine.plan.Work;
import io.wave.job.engine.tool.OutputFilter;
import io.wave.job.engine.tool.ToolCommand;
import io.wave.job.engine.tool.ToolIo;
import io.wave.mirror.MirrorWork;
import io.wave.mirroring.registry.HostPauses;
import io.wave.mirroring.registry.PatientRegistries;
import io.wave.worker.egress.ToolEgress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The run of skopeo. A failure that passes is followed by another run, which skips what the target has. How long to wait
 * before it is up to the registries: the one that is overloaded is asked.
 */
final class SkopeoStep implements Plan.Step {

    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final int LAST_LINES = 3;
    /** The exit code of a program that was ended by SIGKILL. */
    private static final int KILLED = 137;

    private final MirrorWork mirror;
    private final ToolCommand command;
    private final CopyProgress progress;
    private final PatientRegistries.Of registries;
    private final HostPauses pauses;
    private final ToolEgress.Access egress;
    private final CopyProperties properties;
    private final CopyMetrics metrics;
    private final Work work;
    private final SkopeoOutput output;
    private int failures;

    SkopeoStep(
            MirrorWork mirror,
            ToolCommand command,
            CopyProgress progress,
            PatientRegistries.Of registries,
            HostPauses pauses,
            ToolEgress.Access egress,
            CopyProperties properties,
            CopyMetrics metrics,
            Work work) {
        this.mirror = mirror;
        this.command = command;
        this.progress = progress;
        this.registries = registries;
        this.pauses = pauses;
        this.egress = egress;
        this.properties = properties;
        this.metrics = metrics;
        this.work = work;
        this.output = new SkopeoOutput(progress::begun);
    }

    @Override
    public ToolCommand command() {
        output.restarted();
        progress.restarted();
        return command;
    }

    @Override
    public OutputFilter output() {
        return output;
    }

    @Override
    public Optional<Predicate<ToolIo>> observer() {
        return Optional.of(progress);
    }

    @Override
    public Optional<Duration> repeatAfter(int exitCode) throws InterruptedException {
        failures++;
        if (failures > properties.retries() || !isTemporary(exitCode)) {
            return Optional.empty();
        }
        metrics.retried();
        String reason = firstOverload().orElseGet(this::words);
        Duration pause =
                pauses.left(List.of(mirror.source().registry(), mirror.target().registry()));
        Duration longer = pause.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE.multipliedBy(failures) : pause;
        work.log()
                .line("[try %d of %d failed: %s; trying again in %d s]"
                        .formatted(failures, properties.retries() + 1, reason, longer.toSeconds()));
        return Optional.of(longer);
    }

    /** Asks both registries, so that a pause that one of them asks for is known. */
    private Optional<String> firstOverload() throws InterruptedException {
        ImageReference source = mirror.source().at(mirror.digest());
        ImageReference target = mirror.target().at(mirror.digest());
        Optional<String> ofSource = registries.overload(source);
        Optional<String> ofTarget = registries.overload(target);
        return ofSource.or(() -> ofTarget);
    }

    /** A program that was killed, for example because memory was short, may succeed later. */
    private boolean isTemporary(int exitCode) {
        return progress.hasStalled()
                || exitCode == KILLED
                || (egress.refusal().isEmpty() && SkopeoFailure.isTemporary(words()));
    }

    private String words() {
        if (progress.hasStalled()) {
            return "no data was copied for %d s"
                    .formatted(properties.progressTimeout().toSeconds());
        }
        return egress.refusal()
                .or(output::failure)
                .orElseGet(() -> String.join("; ", work.log().lastLines(LAST_LINES)));
    }

    @Override
    public Outcome failed(int exitCode) {
        return SkopeoFailure.outcome(words(), failures, exitCode);
    }
}
