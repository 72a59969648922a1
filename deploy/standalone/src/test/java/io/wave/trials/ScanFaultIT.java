package io.wave.trials;

import static io.wave.trials.TestCluster.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.cluster.Cluster;
import io.wave.cluster.ServiceProcess;
import io.wave.cluster.TestImage;
import io.wave.cluster.WaveClient;
import io.wave.job.JobState;
import io.wave.job.Topics;
import io.wave.local.scan.SampleDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A scan outlives the worker that runs it, and is shared by equal requests. The scanner is a script that waits until the test lets
 * it pass.
 */
class ScanFaultIT {

    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // before all tests
    private static Cluster cluster;

    @SuppressWarnings("NullAway.Init") // before all tests
    private static List<ServiceProcess> workers;

    @SuppressWarnings("NullAway.Init") // before all tests
    private static List<ServiceProcess> apis;

    @BeforeAll
    static void start() throws IOException {
        Instant now = Instant.now();
        SampleDatabase.write(folder.resolve("trivy/db"), now, now.plus(Duration.ofDays(1)));
        cluster = Cluster.start(
                Files.createDirectories(folder.resolve("cluster")),
                Cluster.QUICK_START,
                Map.of(
                        "wave.scan.enabled", "true",
                        "wave.jobs.lease", "5s",
                        "wave.kafka.partitions", "3",
                        "spring.kafka.consumer.properties.session.timeout.ms", "6000",
                        "spring.kafka.consumer.properties.heartbeat.interval.ms", "1500"));
        TestImage.busybox(TestImage.Family.OCI).push(cluster.servers().uploads(), "trial/scanned", "1");
        TestImage.busybox(TestImage.Family.DOCKER).push(cluster.servers().uploads(), "trial/shared", "1");
        Map<String, String> settings = Map.of(
                "wave.scan.trivy.program",
                script().toString(),
                "wave.scan.database.folder",
                folder.resolve("trivy").toString(),
                "wave.scan.database.repositories",
                "",
                "wave.scan.database.java-repositories",
                "");
        workers = List.of(cluster.scanWorker("scan-1", settings), cluster.scanWorker("scan-2", settings));
        apis = List.of(cluster.requestApi(), cluster.requestApi("request-api-2", Map.of()));
        Stream.of(List.of(cluster.registryProxy()), apis, workers)
                .flatMap(List::stream)
                .forEach(ServiceProcess::awaitReady);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    /** Notes the image at each start, and waits for its gate before the report is written. */
    private static Path script() throws IOException {
        Path script = folder.resolve("gated-trivy");
        Files.writeString(script, """
                #!/bin/bash
                case "$*" in *--version*) echo 0.74.0; exit ;; esac
                image=${@: -1}
                image=${image##*/}
                image=${image%%%%[@:]*}
                while (($# > 0)); do
                    case $1 in
                        --output) output=$2 ;;
                        --format) format=$2 ;;
                    esac
                    shift
                done
                if [[ $format == json ]]; then
                    echo $$ >> %1$s/starts-$image
                    until [[ -e %1$s/gate-$image ]]; do sleep 0.1; done
                fi
                echo '{"Results":[]}' > "$output"
                """.formatted(folder));
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script;
    }

    @Test
    void scanOfAKilledWorkerIsDoneOnceByAnother() throws IOException {
        // Given
        WaveClient client = cluster.client();
        String scanId = scan(client, "scanned");
        awaitStarts("scanned", 1);
        ServiceProcess busy = workers.stream()
                .filter(worker -> runsScanner(worker))
                .findFirst()
                .orElseThrow();
        List<ProcessHandle> tools = busy.process().descendants();
        // When
        busy.process().kill();
        // Then
        await("its tools die with it")
                .atMost(TIMEOUT)
                .until(() -> tools.stream().noneMatch(ProcessHandle::isAlive));
        awaitStarts("scanned", 2);
        Files.createFile(folder.resolve("gate-scanned"));
        assertSucceeds(scanId);
        assertThat(starts("scanned")).isEqualTo(2);
        awaitOneSuccess(scanId);
    }

    @Test
    void equalRequestsToTwoReplicasRunOneScan() throws IOException {
        List<WaveClient> replicas =
                apis.stream().map(api -> new WaveClient(api.address())).toList();
        List<String> ids = Simultaneous.calls(replicas, 4, client -> scan(client, "shared"));
        assertThat(Set.copyOf(ids)).hasSize(1);
        awaitStarts("shared", 1);
        Files.createFile(folder.resolve("gate-shared"));
        assertSucceeds(ids.getFirst());
        assertThat(starts("shared")).isEqualTo(1);
        assertThat(scan(cluster.client(), "shared")).isEqualTo(ids.getFirst());
        awaitOneSuccess(ids.getFirst());
    }

    private static String scan(WaveClient client, String name) {
        String image = "%s/trial/%s:1".formatted(cluster.servers().registry(), name);
        return WaveClient.json(client.post("/v1alpha1/scans", WaveClient.write(Map.of("containerImage", image))))
                .get("scanId")
                .stringValue();
    }

    private static void assertSucceeds(String scanId) {
        String path = "/v1alpha1/scans/" + scanId;
        await("the end of the scan")
                .atMost(TIMEOUT)
                .until(() -> !cluster.client()
                        .getJson(path)
                        .get("status")
                        .stringValue()
                        .equals("PENDING"));
        assertThat(cluster.client().getJson(path).get("status").stringValue()).isEqualTo("SUCCEEDED");
    }

    private static boolean runsScanner(ServiceProcess worker) {
        return worker.process().descendants().stream()
                .anyMatch(process -> Stream.of(process.info().arguments().orElse(new String[0]))
                        .anyMatch(argument -> argument.endsWith("gated-trivy")));
    }

    private static void awaitStarts(String image, int count) {
        await("start %d of the scanner".formatted(count)).atMost(TIMEOUT).until(() -> starts(image) == count);
    }

    private static int starts(String image) throws IOException {
        Path file = folder.resolve("starts-" + image);
        return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    }

    private static void awaitOneSuccess(String scanId) {
        JobEvents events = new JobEvents(cluster.servers().kafkaClient(), Topics.SCAN_EVENTS);
        await("its only event of success")
                .atMost(TIMEOUT)
                .until(() -> events.ends(scanId).equals(List.of(JobState.SUCCEEDED)));
    }
}
