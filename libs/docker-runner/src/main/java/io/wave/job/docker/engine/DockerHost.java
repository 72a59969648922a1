package io.wave.job.docker.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.model.Container;
import io.wave.background.Background;
import io.wave.job.JobKind;
import io.wave.job.JobProfile;
import io.wave.job.docker.config.DockerProperties;
import io.wave.job.engine.container.ContainerEnd;
import io.wave.job.engine.container.ContainerHost;
import io.wave.job.engine.container.ContainerListener;
import io.wave.job.engine.container.OutputQueue;
import io.wave.job.engine.container.ProfileErrors;
import io.wave.job.engine.outcome.JobFailedException;
import io.wave.job.engine.runner.Attempt;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs the containers of one kind of job on a Docker engine. */
public final class DockerHost implements ContainerHost, AutoCloseable {

    private static final ProfileErrors PROFILES = new ProfileErrors("wave.jobs.docker");
    private static final Duration POLL = Duration.ofSeconds(1);
    /** How long the rest of a log is waited for when its container has ended. */
    private static final long REST = Duration.ofSeconds(15).toNanos();

    private static final Duration SWEEP = Duration.ofMinutes(10);
    private static final Set<String> ENDED = Set.of("exited", "dead");

    /** The exit code of the entry point when it is asked to end, and the one that the engine sets for what it has lost. */
    private static final Set<Long> INTERRUPTED = Set.of(143L, 255L);

    private final Engine engine;
    private final DockerProperties properties;
    private final JobKind kind;
    private @Nullable Thread sweeper;

    /** Connects to an engine, which need not run yet. */
    public DockerHost(DockerProperties properties, JobKind kind) {
        this.engine = new Engine(properties.host());
        this.properties = properties;
        this.kind = kind;
    }

    /** Begins to remove ended containers that no worker has removed. */
    public void start() {
        sweeper = Background.start("docker-sweep", this::sweep);
    }

    @Override
    public boolean has(String jobId) throws InterruptedException {
        return engine.state(Names.of(jobId))
                .filter(state -> !isUnstarted(state))
                .isPresent();
    }

    /** A container whose launch was interrupted, whose files may be missing. */
    private static boolean isUnstarted(ContainerState state) {
        return "created".equals(state.getStatus());
    }

    @Override
    public void create(Attempt attempt, io.wave.job.engine.plan.Container container) throws InterruptedException {
        DockerProperties.Limits limits = limits(attempt).orElseThrow(() -> PROFILES.missing(attempt));
        String name = Names.of(attempt.jobId());
        for (Optional<ContainerState> state = engine.state(name);
                state.isEmpty() || isUnstarted(state.get());
                state = engine.state(name)) {
            if (state.isPresent()) {
                engine.remove(name);
            }
            try {
                new Launch(engine, properties, limits, attempt, container).run();
            } catch (RefusedException refused) {
                if (!refused.isConflict()) {
                    throw new JobFailedException("%s failed: the Docker engine refuses its container: %s"
                            .formatted(attempt.kind(), refused.getMessage()));
                }
                // Another attempt, or a request of this one whose response was lost, has created it meanwhile.
            }
        }
    }

    /** Empty if the profile of the job is unknown. */
    private Optional<DockerProperties.Limits> limits(Attempt attempt) {
        return attempt.profile().map(properties::limits).orElse(Optional.of(properties.limits()));
    }

    /** In words; a worker with other settings may have launched the container. */
    private String limit(Attempt attempt) {
        String memory = limits(attempt)
                .map(limits -> "%d MB of the job".formatted(limits.memory().toMegabytes()))
                .orElse("the job");
        return memory + PROFILES.limitToRaise(attempt.profile().map(JobProfile::name));
    }

    @Override
    public ContainerEnd follow(Attempt attempt, ContainerListener listener) throws InterruptedException {
        String name = Names.of(attempt.jobId());
        listener.started();
        try (ContainerLog log = new ContainerLog(engine, name)) {
            while (true) {
                read(log.output(), listener, POLL);
                listener.tick();
                Optional<ContainerState> state = engine.state(name);
                if (state.isEmpty()) {
                    return new ContainerEnd.Vanished();
                }
                if (ENDED.contains(Objects.toString(state.get().getStatus()))) {
                    readRest(log.output(), listener);
                    return end(attempt, state.get());
                }
            }
        }
    }

    /** Reads for a time, or up to the end of the output if that is reached before. */
    private static void read(OutputQueue output, ContainerListener listener, Duration time)
            throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0 && !output.isAtEnd(); left = end - System.nanoTime()) {
            byte[] part = output.next(Duration.ofNanos(left));
            if (part != null) {
                listener.output(part, part.length);
            }
        }
        if (output.isAtEnd()) {
            // The state follows.
            Thread.sleep(POLL.dividedBy(20));
        }
    }

    private static void readRest(OutputQueue output, ContainerListener listener) throws InterruptedException {
        long giveUp = System.nanoTime() + REST;
        while (!output.isAtEnd() && System.nanoTime() - giveUp < 0) {
            read(output, listener, POLL);
        }
        listener.ended();
    }

    private ContainerEnd end(Attempt attempt, ContainerState state) throws InterruptedException {
        String name = Names.of(attempt.jobId());
        long exitCode = Objects.requireNonNullElse(state.getExitCodeLong(), 0L);
        if (exitCode != 0 && Boolean.TRUE.equals(state.getOOMKilled())) {
            return new ContainerEnd.Failed("out of memory: a process was killed at the limit of " + limit(attempt));
        }
        if (INTERRUPTED.contains(exitCode)) {
            engine.remove(name);
            return new ContainerEnd.Lost("its container was stopped, for example with the Docker engine");
        }
        return new ContainerEnd.Exited((int) exitCode, message(name));
    }

    private String message(String name) throws InterruptedException {
        return engine.send("copy of a file from a container", client -> message(client, name))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("");
    }

    private static byte[] message(DockerClient client, String name) {
        InputStream archive =
                client.copyArchiveFromContainerCmd(name, Launch.MESSAGE).exec();
        return ContainerFiles.beginning(archive);
    }

    @Override
    public void remove(String jobId) throws InterruptedException {
        engine.remove(Names.of(jobId));
    }

    @Override
    public void dispose(String jobId) throws InterruptedException {
        remove(jobId);
    }

    private void sweep() {
        try {
            while (true) {
                for (Container container : ended()) {
                    if (isOld(container.getId())) {
                        engine.remove(container.getId());
                    }
                }
                Thread.sleep(SWEEP);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Container> ended() throws InterruptedException {
        return engine.send(
                        "list of containers",
                        client -> client.listContainersCmd()
                                .withShowAll(true)
                                .withLabelFilter(Names.selector(kind))
                                .withStatusFilter(ENDED)
                                .exec())
                .orElse(List.of());
    }

    private boolean isOld(String container) throws InterruptedException {
        Instant limit = Instant.now().minus(properties.keep());
        return engine.state(container)
                .map(ContainerState::getFinishedAt)
                .filter(finished -> Instant.parse(finished).isBefore(limit))
                .isPresent();
    }

    @Override
    public void close() {
        if (sweeper != null) {
            sweeper.interrupt();
        }
        engine.close();
    }
}
