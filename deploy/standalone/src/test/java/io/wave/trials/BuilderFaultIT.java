package io.wave.trials;

import static io.wave.trials.TestCluster.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.wave.cluster.ServiceProcess;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A build outlives the one who runs it, and never runs twice at the same time. */
@OnTestCluster
class BuilderFaultIT {

    @Test
    void buildOfKilledWorkerIsFinishedByAnother(TestCluster cluster) {
        // Given
        JsonNode build = cluster.runningBuild("worker-killed");
        ServiceProcess worker = cluster.busyBuilder();
        List<ProcessHandle> tools = worker.process().descendants();
        // When
        worker.process().kill();
        // Then
        await("its tools die with it")
                .atMost(TIMEOUT)
                .until(() -> tools.stream().noneMatch(ProcessHandle::isAlive));
        cluster.awaitAtGate("worker-killed");
        finishedOnceAtATime(cluster, build, "worker-killed");
        assertThat(cluster.gate().started("worker-killed")).isEqualTo(2);
    }

    @Test
    void workerStartedAfterAKillUsesTheFolderOfTheKilledDaemon(TestCluster cluster) {
        // Given
        JsonNode build = cluster.runningBuild("daemon-killed");
        ServiceProcess worker = cluster.busyBuilder();
        Optional<ProcessHandle> daemon = daemons(worker).findFirst();
        assumeThat(daemon).as("builds use BuildKit").isPresent();
        String configuration = configuration(daemon.get());
        // When
        worker.process().kill();
        // Then
        await("its daemon dies with it")
                .atMost(TIMEOUT)
                .until(() -> daemons(configuration).isEmpty());
        cluster.restore();
        await("another daemon in its folder")
                .atMost(TIMEOUT)
                .until(() -> daemons(configuration).size() == 1);
        cluster.awaitAtGate("daemon-killed");
        finishedOnceAtATime(cluster, build, "daemon-killed");
        assertThat(cluster.gate().started("daemon-killed")).isEqualTo(2);
        JsonNode next = cluster.runningBuild("daemon-next");
        finishedOnceAtATime(cluster, next, "daemon-next");
        assertThat(daemons(configuration)).hasSize(1);
    }

    @Test
    void buildOfSuspendedWorkerIsTakenOverAndLateResultIsIgnored(TestCluster cluster) {
        // Given
        JsonNode build = cluster.runningBuild("worker-stopped");
        ServiceProcess worker = cluster.busyBuilder();
        // When
        worker.process().suspend();
        cluster.awaitGateLeft("worker-stopped");
        cluster.awaitAtGate("worker-stopped");
        worker.process().resume();
        // Then
        finishedOnceAtATime(cluster, build, "worker-stopped");
        assertThat(cluster.gate().started("worker-stopped")).isEqualTo(2);
    }

    @Test
    void redeliveredCommandStartsNoBuild(TestCluster cluster) throws Exception {
        // Given
        JsonNode build = cluster.runningBuild("command-twice");
        BuildCommands commands = new BuildCommands(cluster.servers().kafkaClient());
        // When
        commands.deliverAgainOnEveryPartition(build.get("buildId").stringValue());
        commands.awaitCaughtUp(TIMEOUT);
        // Then
        finishedOnceAtATime(cluster, build, "command-twice");
        assertThat(cluster.gate().started("command-twice")).isEqualTo(1);
    }

    @Test
    void redeliveredCommandAfterBuildStartsNoBuild(TestCluster cluster) throws Exception {
        // Given
        JsonNode build = cluster.runningBuild("command-late");
        finishedOnceAtATime(cluster, build, "command-late");
        BuildCommands commands = new BuildCommands(cluster.servers().kafkaClient());
        // When
        commands.deliverAgainOnEveryPartition(build.get("buildId").stringValue());
        commands.awaitCaughtUp(TIMEOUT);
        // Then
        assertThat(cluster.awaitDone(build).get("succeeded").booleanValue()).isTrue();
        assertThat(cluster.gate().started("command-late")).isEqualTo(1);
    }

    @Test
    void equalRequestsShareOneBuild(TestCluster cluster) {
        // Given
        JsonNode first = cluster.runningBuild("shared");
        // When
        JsonNode second = cluster.client().submitBuild(cluster.gatedFile("shared"));
        // Then
        assertThat(second.get("buildId")).isEqualTo(first.get("buildId"));
        assertThat(second.get("cached").booleanValue()).isFalse();
        finishedOnceAtATime(cluster, first, "shared");
        assertThat(cluster.awaitDone(second).get("succeeded").booleanValue()).isTrue();
        assertThat(cluster.client()
                        .submitBuild(cluster.gatedFile("shared"))
                        .get("cached")
                        .booleanValue())
                .isTrue();
        assertThat(cluster.gate().started("shared")).isEqualTo(1);
    }

    private static void finishedOnceAtATime(TestCluster cluster, JsonNode build, String gate) {
        cluster.gate().open(gate);
        assertThat(cluster.awaitDone(build).get("succeeded").booleanValue()).isTrue();
        assertThat(cluster.gate().mostAtOnce(gate)).isEqualTo(1);
        Images.assertPullable(cluster.client(), build);
    }

    private static Stream<ProcessHandle> daemons(ServiceProcess worker) {
        return worker.process().descendants().stream().filter(BuilderFaultIT::isDaemon);
    }

    /** The daemons of this machine that have been started with this file. */
    private static List<ProcessHandle> daemons(String configuration) {
        return ProcessHandle.allProcesses()
                .filter(BuilderFaultIT::isDaemon)
                .filter(daemon -> configuration(daemon).equals(configuration))
                .toList();
    }

    private static boolean isDaemon(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> command.substring(command.lastIndexOf('/') + 1))
                .filter(name -> name.startsWith("buildkitd"))
                .isPresent();
    }

    private static String configuration(ProcessHandle daemon) {
        List<String> arguments = List.of(daemon.info().arguments().orElse(new String[0]));
        return arguments.isEmpty() ? "" : arguments.getLast();
    }
}
