package io.wave.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.cluster.Cluster;
import io.wave.cluster.RegistryUploads;
import io.wave.cluster.ServiceProcess;
import io.wave.cluster.TestImage;
import io.wave.cluster.WaveClient;
import io.wave.job.JobState;
import io.wave.job.Topics;
import io.wave.local.cluster.JobsNamespace;
import io.wave.local.cluster.NeedsCluster;
import io.wave.local.cluster.TestCluster;
import io.wave.local.scan.SampleDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A job in a pod does not notice that its worker is killed: another worker ends it, once. It has the profile of its request. */
@NeedsCluster
class KubernetesFaultIT {

    private static final Duration TIMEOUT = Duration.ofMinutes(4);
    private static final int NUMBERS = 30;

    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // before all tests
    private static JobsNamespace namespace;

    @SuppressWarnings("NullAway.Init") // before all tests
    private static Cluster cluster;

    @SuppressWarnings("NullAway.Init") // before all tests
    private static List<ServiceProcess> workers;

    @SuppressWarnings("NullAway.Init") // before all tests
    private static WaveClient client;

    @BeforeAll
    static void start() throws IOException {
        namespace = JobsNamespace.create("privileged");
        Instant now = Instant.now();
        SampleDatabase.write(folder.resolve("trivy/db"), now, now.plus(Duration.ofDays(1)));
        cluster = Cluster.start(Files.createDirectories(folder.resolve("cluster")), Cluster.QUICK_START, settings());
        TestImage.busybox(TestImage.Family.OCI).push(new RegistryUploads(TestCluster.registry()), repository(), "1");
        Map<String, String> ofScans = Map.of(
                "wave.scan.database.folder",
                folder.resolve("trivy").toString(),
                // No node has this label before the worker is killed.
                "wave.jobs.kubernetes.node-selectors",
                label() + "=");
        ServiceProcess api = cluster.requestApi();
        workers = List.of(
                cluster.buildOrchestrator("builder-1", Map.of()),
                cluster.buildOrchestrator("builder-2", Map.of()),
                cluster.scanWorker("scanner-1", ofScans),
                cluster.scanWorker("scanner-2", ofScans));
        Stream.concat(Stream.of(api), workers.stream()).forEach(ServiceProcess::awaitReady);
        client = new WaveClient(api.address());
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(TestCluster.properties(namespace));
        settings.putAll(Map.of(
                "wave.requests.job-profiles.small", "anyone",
                "wave.requests.job-profiles.unknown", "anyone",
                "wave.jobs.kubernetes.profiles.small.limits.memory", "777Mi"));
        settings.putAll(Map.of(
                "wave.build.repo", TestCluster.registry() + "/" + repository(),
                "wave.scan.enabled", "true",
                "wave.scan.database.repositories", "",
                "wave.scan.database.java-repositories", "",
                "wave.jobs.lease", "5s",
                "wave.kafka.partitions", "3",
                "spring.kafka.consumer.properties.session.timeout.ms", "6000",
                "spring.kafka.consumer.properties.heartbeat.interval.ms", "1500"));
        return settings;
    }

    /** The registry is not that of this test alone. */
    private static String repository() {
        return namespace.name();
    }

    private static String label() {
        return "wave.io/" + namespace.name();
    }

    @AfterAll
    static void stop() {
        try (JobsNamespace left = namespace;
                Cluster _ = cluster) {
            left.cleanUp("label", "nodes", "--all", label() + "-");
        }
    }

    @Test
    void buildOfAKilledWorkerGoesOnWithItsLog() {
        JsonNode build = client.submitBuild("""
                FROM %s/%s:1
                RUN for i in $(seq 1 %d); do echo number $i; sleep 1; done
                """.formatted(TestCluster.registry(), repository(), NUMBERS));
        String id = build.get("buildId").stringValue();
        await("the build in its step").atMost(TIMEOUT).until(() -> log(id).contains("number 3\n"));
        String pod = pods(id);
        // When
        worker(id).process().kill();
        // Then
        JsonNode _ = client.awaitDone(build, TIMEOUT);
        assertThat(log(id)).doesNotContain("[attempt");
        assertThat(log(id).lines()
                        .filter(line -> line.matches(".*number \\d+") && !line.contains("RUN"))
                        .map(line -> line.substring(line.indexOf("number"))))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, NUMBERS)
                        .mapToObj("number %d"::formatted)
                        .toList());
        assertThat(pods(id)).isIn(pod, "");
        endedOnce(Topics.BUILD_EVENTS, id);
    }

    @Test
    void scanOfAKilledWorkerIsReportedByAnother() {
        String image = "%s/%s:1".formatted(TestCluster.registry(), repository());
        String id = WaveClient.json(client.post("/v1alpha1/scans", WaveClient.write(Map.of("containerImage", image))))
                .get("scanId")
                .stringValue();
        await("a pod that waits for a node").atMost(TIMEOUT).until(() -> !pods(id).isEmpty());
        String pod = pods(id);
        // When
        worker(id).process().kill();
        namespace.kubectl("label", "nodes", "--all", label() + "=");
        // Then
        await("the end of the scan")
                .atMost(TIMEOUT)
                .until(() -> client.getJson("/v1alpha1/scans/" + id)
                        .get("status")
                        .stringValue()
                        .equals("SUCCEEDED"));
        assertThat(pods(id)).isIn(pod, "");
        assertThat(client.get("/v1alpha1/scans/%s/logs".formatted(id)).body()).doesNotContain("[attempt");
        endedOnce(Topics.SCAN_EVENTS, id);
    }

    @Test
    void profileOfARequestReachesItsPod() {
        String id = build("RUN sleep 5", "small");
        await("its pod").atMost(TIMEOUT).until(() -> !pods(id).isEmpty());
        assertThat(namespace.kubectl(
                        "get",
                        "pods",
                        "--selector",
                        "wave.io/profile=small",
                        "--output",
                        "jsonpath={.items[*].metadata.name} {.items[*].spec.containers[0].resources.limits.memory}"))
                .isEqualTo(pods(id) + " 777Mi");
        awaitEnd(id);
        assertThat(client.getJson("/v1alpha1/builds/" + id).get("exitStatus").intValue())
                .isZero();
    }

    @Test
    void profileThatNoWorkerHasIsNamed() {
        String id = build("RUN true", "unknown");
        awaitEnd(id);
        assertThat(client.get("/view/builds/" + id).body())
                .contains("build failed: its worker has no profile &#39;unknown&#39;");
    }

    private static String build(String step, String profile) {
        String file = "FROM %s/%s:1\n%s\n".formatted(TestCluster.registry(), repository(), step);
        return client.submit(Map.of("containerFile", WaveClient.base64(file), "jobProfile", profile))
                .get("buildId")
                .stringValue();
    }

    private static void awaitEnd(String buildId) {
        await("the end of the build")
                .atMost(TIMEOUT)
                .until(() -> client.getJson("/v1alpha1/builds/%s/status".formatted(buildId))
                        .get("status")
                        .stringValue()
                        .equals("COMPLETED"));
    }

    /** The one that has claimed the job first. */
    private static ServiceProcess worker(String jobId) {
        return workers.stream()
                .filter(worker -> worker.process().log().contains("Job claimed jobId=\"%s\"".formatted(jobId)))
                .findFirst()
                .orElseThrow();
    }

    private static void endedOnce(String topic, String jobId) {
        JobEvents events = new JobEvents(cluster.servers().kafkaClient(), topic);
        await("its only end").atMost(TIMEOUT).until(() -> events.ends(jobId).equals(List.of(JobState.SUCCEEDED)));
        assertThat(workers.stream()
                        .filter(worker -> worker.process().isAlive())
                        .filter(worker -> worker.process().log().contains("Job claimed jobId=\"%s\"".formatted(jobId))))
                .as("workers that took the job over")
                .hasSize(1);
    }

    private static String log(String buildId) {
        return client.get("/v1alpha1/builds/%s/logs".formatted(buildId)).body();
    }

    private static String pods(String jobId) {
        return namespace
                .kubectl(
                        "get",
                        "pods",
                        "--selector",
                        "wave.io/job=" + jobId.replace('_', '-'),
                        "--output",
                        "jsonpath={.items[*].metadata.name}")
                .strip();
    }
}
