package io.wave.job.engine.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.job.engine.lease.Lease;
import io.wave.job.engine.tool.ToolCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The guard under each isolation that works here. */
class GuardTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Isolation.class)
    void returnsOutputAndExitCode(Isolation isolation) throws IOException {
        GuardedProcess tool = start(isolation, LONG, "echo out; echo err >&2; exit 7");
        assertThat(output(tool)).isEqualTo("out\nerr\n");
        assertThat(tool.exitCode()).isEqualTo(7);
        assertThat(tool.wasStopped()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Isolation.class)
    void toolDoesNotInheritTheEnvironment(Isolation isolation) throws IOException {
        GuardedProcess tool = start(isolation, LONG, "env | cut -d= -f1 | sort");
        assertThat(output(tool).lines()).doesNotContain("HOME", "USER").contains("PATH", "GIVEN");
    }

    @ParameterizedTest
    @EnumSource(Isolation.class)
    void endsTheToolAndProcessesOutsideItsSession(Isolation isolation) throws IOException {
        GuardedProcess tool = start(isolation, LONG, runaways());
        awaitStarted();
        tool.stop();
        assertStopped(tool);
    }

    @ParameterizedTest
    @EnumSource(Isolation.class)
    void endsProcessesThatTheToolLeft(Isolation isolation) throws IOException {
        GuardedProcess tool = start(isolation, LONG, "setsid sleep 1000 >/dev/null 2>&1 & exit 0");
        output(tool);
        assertThat(tool.exitCode()).isZero();
        assertThat(Running.in(folder)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Isolation.class)
    void endsTheToolWithoutHeartbeats(Isolation isolation) throws IOException {
        GuardedProcess tool = start(isolation, Duration.ofSeconds(2), runaways());
        assertStopped(tool);
    }

    @ParameterizedTest
    @EnumSource(Isolation.class)
    void heartbeatKeepsTheToolRunning(Isolation isolation) throws IOException {
        Lease lease = new Lease(Duration.ofSeconds(2), System::nanoTime);
        GuardedProcess tool = start(isolation, lease, "sleep 3; echo done");
        Thread beats = Thread.ofVirtual().start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                lease.renewed(lease.now());
                tool.beat();
                java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
            }
        });
        assertThat(output(tool)).isEqualTo("done\n");
        beats.interrupt();
        assertThat(tool.exitCode()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Isolation.class)
    @Timeout(60)
    void endsAToolThatStoppedItsGuard(Isolation isolation) throws IOException {
        GuardedProcess tool = start(isolation, LONG, Hostile.stopAll(isolation) + "; : > started; exec sleep 1004");
        await().atMost(TIMEOUT).until(() -> Files.exists(folder.resolve("started")));
        tool.stop();
        assertStopped(tool);
    }

    @ParameterizedTest
    @EnumSource(Isolation.class)
    @Timeout(60)
    void endsAToolThatKilledItsGuard(Isolation isolation) throws IOException {
        GuardedProcess tool = start(isolation, LONG, Hostile.killAll(isolation) + "; while :; do echo on; done");
        if (isolation == Isolation.PROCESS_NAMESPACE) {
            // It has not: there it does not see it.
            tool.stop();
        }
        output(tool);
        tool.exitCode();
        assertThat(Running.in(folder)).isEmpty();
    }

    @Test
    void guardIsInvisibleToTheToolInANamespace() throws IOException {
        GuardedProcess tool = start(Isolation.PROCESS_NAMESPACE, LONG, "cat /proc/[0-9]*/cmdline | tr '\\0' ' '");
        assertThat(output(tool)).contains("cat /proc").doesNotContain("guard.sh");
        assertThat(tool.exitCode()).isZero();
    }

    @Test
    @Timeout(60)
    void doesNotWaitForAnEscapedWriter() throws IOException {
        GuardedProcess tool = start(
                Isolation.SESSION,
                LONG,
                "echo out; here=$(pwd); export here;"
                        + " (setsid env -i here=$here sh -c 'cd / && echo $$ > $here/escaped && exec sleep 300' &);"
                        + " until [ -s escaped ]; do sleep 0.01; done");
        try {
            assertThat(output(tool)).isEqualTo("out\n");
            assertThat(tool.exitCode()).isZero();
        } finally {
            String pid = Files.readString(folder.resolve("escaped")).strip();
            ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    /** Children in sessions of their own, one of them an orphan. */
    private static String runaways() {
        return "setsid sleep 1001 & setsid sh -c 'sleep 1002 & exec sleep 0' & : > started; sleep 1003";
    }

    private void awaitStarted() {
        await().atMost(TIMEOUT)
                .until(() -> Running.in(folder).stream()
                                .filter(command -> command.startsWith("sleep 100"))
                                .count()
                        == 3);
    }

    private void assertStopped(GuardedProcess tool) throws IOException {
        output(tool);
        tool.exitCode();
        assertThat(tool.wasStopped()).isTrue();
        assertThat(Running.in(folder)).isEmpty();
    }

    private GuardedProcess start(Isolation isolation, Duration lease, String script) {
        return start(isolation, new Lease(lease, System::nanoTime), script);
    }

    private GuardedProcess start(Isolation isolation, Lease lease, String script) {
        Hostile.assumeWorks(isolation);
        ToolCommand tool = new ToolCommand(List.of("sh", "-c", script), Map.of("GIVEN", "yes"));
        return GuardedProcess.start(tool, folder, lease, isolation);
    }

    private static String output(GuardedProcess tool) throws IOException {
        return new String(tool.output().readAllBytes(), StandardCharsets.UTF_8);
    }
}
