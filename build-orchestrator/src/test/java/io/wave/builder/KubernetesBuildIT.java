package io.wave.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wave.build.BuildCommand;
import io.wave.build.BuildSpec;
import io.wave.build.BuildSteps;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.job.JobProfile;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.job.engine.scheduler.JobSchedulers;
import io.wave.local.IntegrationTest;
import io.wave.local.cluster.JobsNamespace;
import io.wave.local.cluster.NeedsCluster;
import io.wave.local.cluster.TestCluster;
import io.wave.registry.RegistryClient;
import io.wave.registry.access.RegistryAccess;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Builds with rootless BuildKit in pods of a real cluster. */
@NeedsCluster
@DirtiesContext
@IntegrationTest(properties = "spring.config.name=build-orchestrator")
@Import(BuildRuns.class)
class KubernetesBuildIT {

    private static final JobsNamespace NAMESPACE = JobsNamespace.create("privileged");
    private static final ImageReference STAND_IN = StandIn.imageName(TestCluster.registry());

    @TempDir
    private static Path folder;

    @Autowired
    private BuildRuns builds;

    @Autowired
    private ObjectStore store;

    @Autowired
    private RegistryClient registries;

    @Autowired
    private JobSchedulers schedulers;

    @Autowired
    private JdbcClient jdbc;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry properties) {
        TestCluster.properties(NAMESPACE).forEach((name, value) -> properties.add(name, () -> value));
        properties.add("wave.jobs.work-dir", () -> folder.resolve("work").toString());
        properties.add("wave.jobs.kubernetes.images.singularity", STAND_IN::toString);
        properties.add("wave.jobs.kubernetes.profiles.isolated.host-users", () -> "false");
        StandIn.addCredentials(properties, TestCluster.registry());
    }

    @AfterAll
    static void deleteNamespace() {
        NAMESPACE.close();
    }

    @Test
    void pushesWhatItBuilt() {
        BuildSpec build = running("/bin/busybox echo hello > /greeting");
        JobRecord end = builds.run(build);
        assertThat(end.failure()).isNull();
        assertThat(end.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(end.digest()).isEqualTo(pushed(build));
        assertThat(builds.log(build)).contains("RUN [\"/bin/busybox\"", "Pushed " + build.target());
        assertThat(builds.steps(build)).map(BuildSteps::total).contains(2);
        await().untilAsserted(() -> assertThat(NAMESPACE.kubectl("get", "jobs,secrets,pods", "--output", "name"))
                .doesNotContain(build.id().toString().replace('_', '-')));
    }

    /** Where the nodes have user namespaces for pods. */
    @Test
    void buildsInAUserNamespaceOfItsPod() {
        assumeTrue(
                NAMESPACE
                        .kubectl("get", "nodes", "--output", "jsonpath={..features.userNamespaces}")
                        .contains("true"),
                "the nodes of the cluster have no user namespaces for pods");
        BuildSpec build = running("/bin/busybox chown 1234:1234 /bin/busybox");
        build = build.of(build.work().on(new JobProfile("isolated")));
        builds.send(new BuildCommand.Start(build));
        await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> NAMESPACE.kubectl(
                                "get",
                                "pods",
                                "--selector",
                                "wave.io/profile=isolated",
                                "--output",
                                "jsonpath={.items[*].spec.hostUsers}"),
                        "false"::equals);
        JobRecord end = builds.awaitEnd(build);
        assertThat(end.failure()).isNull();
        assertThat(end.digest()).isEqualTo(pushed(build));
    }

    @Test
    void layersIgnoreFileAndLinksOfTheContextAreThere() throws IOException {
        BuildSpec build = running("true");
        BuildSpec.StoredContext context = TestBuilds.context(
                store,
                TestBuilds.ContextFile.busybox(),
                new TestBuilds.ContextFile("ignored", "x".getBytes(StandardCharsets.UTF_8), 0644),
                TestBuilds.ContextFile.link("sh", "busybox"),
                new TestBuilds.ContextFile(".dockerignore", "ignored\n".getBytes(StandardCharsets.UTF_8), 0644));
        JobRecord end = builds.run(TestBuilds.withContext(build, """
                FROM scratch
                COPY . /context/
                RUN ["/context/sh", "-c", "/context/busybox test ! -e /context/ignored"]
                """, context));
        assertThat(end.failure()).isNull();
    }

    /** In an image that was not made for jobs, with the rights and without more files than its program needs. */
    @Test
    void singularityImageIsBuiltAndPushed() throws IOException {
        assertThat(builds.run(StandIn.image(STAND_IN, store)).failure()).isNull();
        BuildSpec build = StandIn.buildWithFiles(TestCluster.registry(), store);
        JobRecord end = builds.run(build);
        assertThat(end.failure()).isNull();
        assertThat(end.digest()).isEqualTo(pushed(build));
        assertThat(builds.log(build)).isEqualTo("installing\nPushing oras://%s\n".formatted(build.target()));
    }

    @Test
    void causeOfAFailedStepIsReported() {
        JobRecord end = builds.run(running("/bin/busybox echo it broke; exit 7"));
        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.exitCode()).isEqualTo(7);
        assertThat(end.failure()).startsWith("build failed: exit code 7").contains("it broke");
    }

    @Test
    void lockFileIsKept() throws IOException {
        BuildSpec build = running("/bin/busybox printf '>> CONDA_LOCK_START\\\\n@EXPLICIT\\\\n<< CONDA_LOCK_END\\\\n'");
        assertThat(builds.run(build).failure()).isNull();
        try (InputStream lock =
                store.open(ObjectName.lock(build.id().toString())).orElseThrow()) {
            assertThat(new String(lock.readAllBytes(), StandardCharsets.UTF_8)).contains("@EXPLICIT");
        }
    }

    /** The worker is lost, as far as the database knows; then it stops in order. Neither touches the pod. */
    @Test
    void buildGoesOnWithoutItsWorker() {
        BuildSpec build = running(
                "for i in $(/bin/busybox seq 1 20); do /bin/busybox echo number $i; /bin/busybox sleep 1; done");
        builds.send(new BuildCommand.Start(build));
        awaitLog(build, "number 3\n");
        String pod = pod(build);
        await().atMost(Duration.ofSeconds(30)).until(() -> isTakenOver(build));
        awaitLog(build, "number 7\n");
        schedulers.stop();
        schedulers.start();
        JobRecord end = builds.awaitEnd(build);
        assertThat(end.failure()).isNull();
        assertThat(pod(build)).isIn(pod, "");
        assertThat(numbers(builds.log(build)))
                .isEqualTo(IntStream.rangeClosed(1, 20)
                        .mapToObj("number %d"::formatted)
                        .collect(Collectors.joining("\n")));
    }

    /** They have the credentials, in files and in memory. */
    @Test
    void stepsCannotLookIntoTheOtherProcessesOfThePod() {
        BuildSpec build = running("for process in /proc/[0-9]*; do"
                + " test x$(/bin/busybox readlink $process/ns/mnt) = x$(/bin/busybox readlink /proc/self/ns/mnt) && continue;"
                + " /bin/busybox ls $process/root/ && echo found its files;"
                + " /bin/busybox cat $process/environ > /environ && test -s /environ && echo found its variables;"
                + " /bin/busybox head -c 1 $process/mem && echo found its memory;"
                + " echo looked at $(/bin/busybox cat $process/comm); done; true");
        JobRecord end = builds.run(build);
        assertThat(end.failure()).isNull();
        assertThat(output(build, "looked at")).contains("looked at buildkitd");
        assertThat(output(build, "found its")).isEmpty();
    }

    private String output(BuildSpec build, String words) {
        return builds.log(build)
                .lines()
                .filter(line -> line.contains(words) && !line.contains("RUN"))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void cancelledBuildIsGone() {
        BuildSpec build = running("/bin/busybox sleep 600");
        builds.send(new BuildCommand.Start(build));
        awaitLog(build, "RUN");
        builds.send(new BuildCommand.Cancel(build.id()));
        assertThat(builds.awaitEnd(build).failure()).isEqualTo("build was cancelled");
        assertThat(pod(build)).isEmpty();
    }

    private static String numbers(String log) {
        return log.lines()
                .filter(line -> line.matches(".*number \\d+"))
                .filter(line -> !line.contains("RUN"))
                .map(line -> line.substring(line.indexOf("number")))
                .collect(Collectors.joining("\n"));
    }

    /** Ends the first lease until another attempt has the job: it may be renewed before it is seen to have ended. */
    private boolean isTakenOver(BuildSpec build) {
        int expired = jdbc.sql("UPDATE jobs.job SET lease_until = now() WHERE id = ? AND fence = 1")
                .param(build.id().toString())
                .update();
        return expired == 0;
    }

    private void awaitLog(BuildSpec build, String text) {
        await().atMost(Duration.ofMinutes(1)).until(() -> builds.log(build).contains(text));
    }

    private BuildSpec running(String commands) {
        return TestBuilds.running(commands, TestCluster.registry(), store);
    }

    private Digest pushed(BuildSpec build) {
        return registries
                .resolve(build.target(), RegistryAccess.NONE)
                .blockOptional()
                .orElseThrow()
                .digest();
    }

    private static String pod(BuildSpec build) {
        return NAMESPACE
                .kubectl(
                        "get",
                        "pods",
                        "--selector",
                        "wave.io/job=" + build.id().toString().replace('_', '-'),
                        "--output",
                        "jsonpath={.items[*].metadata.name}")
                .strip();
    }
}
