package io.wave.job.docker.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.CreateContainerResponse;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.PullResponseItem;
import io.wave.job.docker.config.DockerProperties;
import io.wave.job.docker.config.DockerProperties.Pull;
import io.wave.job.engine.container.ContainerRights;
import io.wave.job.engine.outcome.JobFailedException;
import io.wave.job.engine.plan.Container;
import io.wave.job.engine.runner.Attempt;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The launch of one container. It runs as an ordinary user with a read-only file system and with the {@link ContainerRights} that its
 * tool needs.
 */
final class Launch {

    /** The folder of the message, the secret files and the work: a volume of the container. */
    private static final String FOLDER = "/wave";

    /** Where the entry point writes the message of the container. */
    static final String MESSAGE = FOLDER + "/message";

    /** The engine ends jobs at their deadline, with a better message; this is for containers that no worker follows. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private static final Map<String, String> LOG = Map.of("max-size", "100m");
    private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);

    private final Engine engine;
    private final DockerProperties properties;
    private final Attempt attempt;
    private final Container container;
    private final DockerProperties.Limits limits;
    private final String image;

    Launch(
            Engine engine,
            DockerProperties properties,
            DockerProperties.Limits limits,
            Attempt attempt,
            Container container) {
        this.engine = engine;
        this.properties = properties;
        this.limits = limits;
        this.attempt = attempt;
        this.container = container;
        this.image = properties.images().of(container.tool(), "docker");
    }

    /**
     * Creates and starts the container. Nothing of it exists after a refusal.
     *
     * @throws RefusedException if the engine refuses it; a conflict means that another attempt has created it
     * @throws JobFailedException if its image cannot be pulled
     */
    void run() throws InterruptedException {
        String id = created();
        try {
            engine.launch(
                    "copy of files to a container",
                    client -> client.copyArchiveToContainerCmd(id)
                            .withTarInputStream(ContainerFiles.archive(container))
                            .withRemotePath(FOLDER)
                            .exec());
            engine.launch(
                    "start of a container",
                    client -> client.startContainerCmd(id).exec());
        } catch (RefusedException refused) {
            engine.remove(id);
            throw refused;
        }
    }

    private String created() throws InterruptedException {
        if (properties.pull() == Pull.ALWAYS) {
            pull();
        }
        Optional<CreateContainerResponse> created = create();
        if (created.isEmpty() && properties.pull() == Pull.MISSING) {
            pull();
            created = create();
        }
        return created.orElseThrow(() -> new JobFailedException(
                        "%s failed: the image %s of the job does not exist on the Docker engine (wave.jobs.docker.pull)"
                                .formatted(attempt.kind(), image)))
                .getId();
    }

    /** Empty if the image is missing. */
    private Optional<CreateContainerResponse> create() throws InterruptedException {
        return engine.launch(
                "creation of a container", client -> command(client).exec());
    }

    private CreateContainerCmd command(DockerClient client) {
        CreateContainerCmd command = client.createContainerCmd(image)
                .withName(Names.of(attempt.jobId()))
                .withLabels(Names.labels(attempt.jobId(), attempt.kind(), properties.labels()))
                .withEntrypoint(container.entryPoint())
                .withCmd(container.command())
                .withEnv(environment())
                .withUser("%d:%1$d".formatted(Container.USER))
                .withWorkingDir(Container.WORK)
                .withHostConfig(hostConfig());
        container.platform().ifPresent(platform -> command.withPlatform(platform.toString()));
        return command;
    }

    private List<String> environment() {
        SortedMap<String, String> variables = container.variables();
        variables.put("WAVE_MESSAGE", MESSAGE);
        variables.put(
                "WAVE_TIMEOUT", Long.toString(attempt.runTimeout().plus(MARGIN).toSeconds()));
        return variables.entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .toList();
    }

    private HostConfig hostConfig() {
        ContainerRights rights = ContainerRights.of(container.tool(), properties.singularityRights());
        HostConfig host = (rights == ContainerRights.UNMASKED ? new UnmaskedHostConfig() : new HostConfig())
                .withReadonlyRootfs(true)
                .withMounts(volumes())
                .withTmpFs(Map.of("/tmp", "nosuid,nodev", "/run/user/1000", "nosuid,nodev,mode=0700,uid=1000,gid=1000"))
                .withMemory(limits.memory().toBytes())
                .withMemorySwap(limits.memory().toBytes())
                .withPidsLimit(limits.processes())
                .withLogConfig(new LogConfig(LogConfig.LoggingType.JSON_FILE, LOG));
        give(rights, host);
        Optional.ofNullable(properties.network()).ifPresent(host::withNetworkMode);
        Optional.ofNullable(limits.cpus())
                .ifPresent(cpus -> host.withNanoCPUs(cpus.multiply(NANOS).longValue()));
        return host;
    }

    private static void give(ContainerRights rights, HostConfig host) {
        host.withCapDrop(Capability.ALL);
        switch (rights) {
            case RESTRICTED -> host.withSecurityOpts(List.of("no-new-privileges:true"));
            case USER_NAMESPACES, UNMASKED -> allowNamespaces(host);
            case PRIVILEGED -> host.withPrivileged(true);
        }
    }

    /** Programs with these file capabilities map the ids of user namespaces. */
    private static void allowNamespaces(HostConfig host) {
        host.withCapAdd(Capability.SETUID, Capability.SETGID)
                .withSecurityOpts(List.of("seccomp=unconfined", "apparmor=unconfined"));
    }

    private List<Mount> volumes() {
        List<String> folders = new ArrayList<>(List.of(FOLDER));
        if (container.tool() == Container.Tool.BUILDER) {
            folders.add("/home/user/.local/share/buildkit");
        }
        return folders.stream()
                .map(folder -> new Mount().withType(MountType.VOLUME).withTarget(folder))
                .toList();
    }

    private void pull() throws InterruptedException {
        try (Stream<PullResponseItem> progress = new Stream<>(Launch::requireNoError)) {
            engine.client()
                    .pullImageCmd(image)
                    .withPlatform(container.platform().map(Object::toString).orElse(null))
                    .exec(progress)
                    .await();
        } catch (DockerException | DockerClientException | IOException failure) {
            throw new JobFailedException("%s failed: the image %s of the job cannot be pulled: %s"
                    .formatted(attempt.kind(), image, RefusedException.message(failure)));
        }
    }

    /** The engine reports an error in the progress, after it has accepted the request. */
    private static void requireNoError(PullResponseItem item) {
        if (item.getErrorDetail() != null) {
            throw new DockerClientException(String.valueOf(item.getErrorDetail().getMessage()));
        }
    }
}
