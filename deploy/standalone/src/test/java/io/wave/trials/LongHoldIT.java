package io.wave.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.wave.cluster.Command.Result;
import io.wave.cluster.client.ClientKind;
import io.wave.cluster.client.PullClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients wait longer than their own time limits for a build; all of them for the same one, so that it is paid once. */
@OnTestCluster
class LongHoldIT {

    private static final int BUILD_SECONDS = 105;
    private static final Duration LIMIT = Duration.ofMinutes(6);

    @TempDir
    static Path folder;

    private static final Map<ClientKind, CompletableFuture<Result>> PULLS = new EnumMap<>(ClientKind.class);
    private static final Map<ClientKind, PullClient> CLIENTS = new EnumMap<>(ClientKind.class);

    @BeforeAll
    static void pullWhatTakesItsTime(TestCluster cluster) throws IOException {
        for (ClientKind kind : ClientKind.values()) {
            Path own = Files.createDirectories(folder.resolve(kind.name()));
            kind.start(own).ifPresent(client -> CLIENTS.put(kind, client));
        }
        String containerFile = "FROM %s\nRUN sleep %d\n".formatted(cluster.baseImage(), BUILD_SECONDS);
        String image =
                cluster.client().submitBuild(containerFile).get("targetImage").stringValue();
        CLIENTS.forEach((kind, client) -> PULLS.put(
                kind,
                CompletableFuture.supplyAsync(
                        () -> client.pull(image, LIMIT),
                        task -> Thread.ofVirtual().start(task))));
    }

    @AfterAll
    static void stopClients() {
        CLIENTS.values().forEach(PullClient::close);
    }

    @ParameterizedTest
    @EnumSource(names = {"CONTAINERD_2", "DOCKER_29", "CRANE", "SKOPEO_COPY", "PODMAN"})
    void waitsForTheBuildAndPulls(ClientKind kind) {
        CompletableFuture<Result> pull = PULLS.get(kind);
        if (pull == null) {
            abort(kind.reasonOfAbsence());
        }
        assertThat(pull).succeedsWithin(LIMIT);
        assertThat(pull.join().exitCode()).as(() -> pull.join().output()).isZero();
    }
}
