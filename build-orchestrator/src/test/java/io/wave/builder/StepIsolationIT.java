package io.wave.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.wave.build.BuildCommand;
import io.wave.build.BuildSpec;
import io.wave.builder.buildkit.BuildKitChoice;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.local.IntegrationTest;
import io.wave.local.LocalServices;
import io.wave.local.server.DockerRegistry;
import io.wave.store.ObjectStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What a {@code RUN} step of BuildKit tries to reach outside of its build, and does not. */
@IntegrationTest(
        properties = {
            "spring.config.name=build-orchestrator",
            // The registry of the test, but not its service on 127.0.0.2.
            "wave.security.ssrf-protection.allowed=127.0.0.1/32,::1"
        })
@Import(BuildRuns.class)
class StepIsolationIT {

    private static final DockerRegistry REGISTRY = LocalServices.newRegistry();
    private static final String SECRET = "secret-of-the-worker";

    @TempDir
    private static Path folder;

    @Autowired
    private BuildRuns builds;

    @Autowired
    private ObjectStore store;

    @Autowired
    private BuildKitChoice buildKit;

    @DynamicPropertySource
    static void folders(DynamicPropertyRegistry properties) {
        properties.add("wave.store.location", () -> folder.resolve("objects").toString());
        properties.add("wave.jobs.work-dir", () -> folder.resolve("work").toString());
        properties.add("wave.build.buildkit.state-dir", () -> "target/buildkit");
    }

    @AfterAll
    static void stopRegistry() {
        REGISTRY.close();
    }

    @BeforeEach
    void requireBuildKit() {
        assumeThat(buildKit.isBuildKit()).as("builds use BuildKit").isTrue();
    }

    /** Each line is an attempt; it fails the step if it succeeds. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            file of the worker                   ; test -e SECRET
            folder of the worker                 ; test -e FOLDER
            file of the worker, anywhere         ; find / -path /proc -prune -o -name SECRET_NAME -print | grep .
            root of the first process            ; test -e /proc/1/root/SECRET
            socket of the daemon                 ; ls -d /run/wave-buildkit-*
            socket for traces of the daemon      ; test -e /dev/otel-grpc.sock
            traces to the daemon                 ; test "$OTEL_TRACES_EXPORTER" = otlp
            environment of the worker            ; cat /proc/[0-9]*/environ | tr '\\0' '\\n' | grep -iE '^(WAVE|SPRING|KAFKA|JAVA)_'
            root key                             ; cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline | grep TEST_KEY
            processes of the worker              ; cat /proc/[0-9]*/cmdline | tr '\\0' '\\n' | grep -iE '^(java|[^ ]*/java|[^ ]*buildkitd|[^ ]*buildctl|unshare|[^ ]*guard)$'
            process of the worker by its id      ; kill -0 PID
            loopback interface, worker's service ; echo x | nc -w 2 127.0.0.2 PORT
            gateway, worker's service            ; echo x | nc -w 2 10.89.0.1 PORT
            gateway, registry of the daemon      ; echo x | nc -w 2 10.89.0.1 REGISTRY
            worker's service by the proxy        ; http_proxy=http://build:step@10.89.0.1:3128 wget -q -T 5 -O- http://127.0.0.2:PORT/
            kernel settings                      ; echo 1 > /proc/sys/kernel/panic
            system requests                      ; echo h > /proc/sysrq-trigger
            kernel memory                        ; head -c 1 /proc/kcore | grep -q .
            kernel log                           ; dmesg
            sysfs                                ; echo 0 > /sys/kernel/mm/ksm/run
            release agent of control groups      ; find /sys/fs/cgroup -name release_agent | grep .
            devices of control groups            ; test -e /sys/fs/cgroup/devices/devices.allow && echo a > /sys/fs/cgroup/devices/devices.allow
            control group below that of the step ; find /sys/fs/cgroup -type d | sed 's,.*,mkdir &/below \\&\\& echo made,' | sh | grep made
            limits of the step                   ; find /sys/fs/cgroup -name '*.max' -o -name '*.limit_in_bytes' | sed 's,.*,echo 2000000000 > & \\&\\& echo written,' | sh | grep written
            disks                                ; ls -d /dev/sd* /dev/vd* /dev/nvme* /dev/loop* /dev/mem /dev/kmsg /dev/fuse
            kernel log by a new device           ; mknod /kmsg c 1 11 && dd if=/kmsg of=/dev/null bs=8k count=1
            loop device by a new device          ; mknod /loop b 7 0 && dd if=/loop of=/dev/null count=0
            mount of memory                      ; mkdir -p /m && mount -t tmpfs none /m
            mount of processes                   ; mkdir -p /m && mount -t proc none /m
            mount of a folder                    ; mkdir -p /m && mount -o bind /bin /m
            remount of /proc/sys                 ; mount -o remount,rw,bind /proc/sys
            mount namespace                      ; unshare -m true
            user namespace                       ; unshare -U true
            network namespace                    ; unshare -n true
            namespaces of the first process      ; nsenter -t 1 -m -p true
            network device                       ; ip link add d type dummy
            host name                            ; hostname escaped
            clock                                ; date -s @1 && test $(date +%s) -lt 1000000
            restart                              ; reboot -f
            """)
    void isNotReached(String what, String attempt) throws IOException {
        Path secret = Files.writeString(folder.resolve(SECRET), SECRET);
        try (ServerSocket service = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.2"))) {
            String script = attempt.replace("SECRET_NAME", SECRET)
                    .replace("SECRET", secret.toString())
                    .replace("FOLDER", folder.toString())
                    .replace("TEST_KEY", unlikeItself(IntegrationTest.TEST_KEY))
                    .replace("PID", Long.toString(ProcessHandle.current().pid()))
                    .replace("PORT", Integer.toString(service.getLocalPort()))
                    .replace("REGISTRY", REGISTRY.host().split(":")[1]);
            JobRecord end = builds.run(
                    step("if ( %s ) > /out 2>&1; then echo REACHED; cat /out; exit 9; fi".formatted(script)));
            assertThat(end.failure()).as(what).isNull();
            service.setSoTimeout(1);
            assertThat(isConnected(service)).as(what).isFalse();
        }
    }

    /** A pattern that does not match the command line that it is in. */
    private static String unlikeItself(String text) {
        return "'[%s]%s'".formatted(text.charAt(0), text.substring(1));
    }

    private static boolean isConnected(ServerSocket service) throws IOException {
        try (var _ = service.accept()) {
            return true;
        } catch (SocketTimeoutException nobody) {
            return false;
        }
    }

    @Test
    void stepHasFewCapabilitiesAndSeccompFilter() {
        BuildSpec build = step("""
                set -e
                grep -q '^Seccomp:.2' /proc/self/status
                caps=$((0x$(grep CapEff /proc/self/status | cut -f2)))
                # NET_ADMIN, SYS_MODULE, SYS_RAWIO, SYS_PTRACE, SYS_ADMIN, SYS_BOOT, SYS_TIME, BPF
                for n in 12 16 17 19 21 22 25 39; do
                    [ $(( (caps >> n) & 1 )) = 0 ] || { echo "capability $n"; exit 9; }
                done""");
        assertThat(builds.run(build).failure()).isNull();
    }

    @Test
    void stepsOfAnotherBuildAreNotReached() {
        BuildSpec other = step("echo x > /file-of-another-build; exec /bin/busybox sleep 4713");
        builds.send(new BuildCommand.Start(other));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> ProcessHandle.allProcesses()
                        .anyMatch(process ->
                                process.info().commandLine().orElse("").contains("busybox sleep 4713")));
        try {
            BuildSpec build = step("""
                    set -e
                    [ -z "$(find / -path /proc -prune -o -name file-of-another-build -print)" ]
                    for each in /proc/[0-9]*/cmdline; do
                        if tr '\\0' ' ' < $each | grep -q '^/bin/busybox sleep'; then exit 9; fi
                    done""");
            assertThat(builds.run(build).failure()).isNull();
        } finally {
            builds.send(new BuildCommand.Cancel(other.id()));
        }
        assertThat(builds.awaitEnd(other).failure()).isEqualTo("build was cancelled");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --security=insecure | security.insecure is not allowed
            --network=host      | network.host is not allowed
            """)
    void moreRightsAreRefused(String flag, String reason) {
        BuildSpec build =
                TestBuilds.withContainerFile(TestBuilds.running("true", REGISTRY.host(), store), """
                FROM scratch
                COPY busybox /bin/busybox
                RUN %s ["/bin/busybox", "true"]
                """.formatted(flag));
        JobRecord end = builds.run(build);
        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.failure()).startsWith("build failed: ").contains(reason);
    }

    private BuildSpec step(String script) {
        return TestBuilds.withContainerFile(TestBuilds.running("true", REGISTRY.host(), store), """
                FROM scratch
                COPY busybox /bin/busybox
                RUN ["/bin/busybox", "--install", "-s", "/bin"]
                RUN <<'END_OF_STEP'
                %s
                END_OF_STEP
                """.formatted(script));
    }
}
