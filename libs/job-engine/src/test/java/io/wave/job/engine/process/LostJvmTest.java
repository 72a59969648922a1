package io.wave.job.engine.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.wave.job.engine.folder.AttemptFolders;
import io.wave.job.engine.guard.Hostile;
import io.wave.job.engine.guard.Isolation;
import io.wave.job.engine.guard.Running;
import io.wave.local.process.UnprivilegedUser;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a job's processes when its JVM is gone or asleep. */
class LostJvmTest {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final String RUNAWAYS = "setsid sleep 2001 & setsid sh -c 'sleep 2002 &' & sleep 2003";

    private @Nullable String unprivilegedClassPath;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Isolation.class)
    void processesEndWhenTheJvmIsKilled(Isolation isolation) throws IOException {
        Process jvm = start(isolation, Duration.ofMinutes(10));
        try {
            awaitSleeping();
            jvm.destroyForcibly();
            awaitNothing();
        } finally {
            jvm.destroyForcibly();
        }
    }

    @ParameterizedTest
    @EnumSource(Isolation.class)
    void processesEndWhenTheJvmIsSuspendedForHalfALease(Isolation isolation) throws IOException, InterruptedException {
        Process jvm = start(isolation, Duration.ofSeconds(8));
        try {
            awaitSleeping();
            signal("STOP", jvm);
            awaitNothing();
            assertThat(jvm.isAlive()).isTrue();
        } finally {
            jvm.destroyForcibly();
        }
    }

    @ParameterizedTest
    @EnumSource(Isolation.class)
    void processesThatStoppedTheirGuardEndAtTheNextStart(Isolation isolation) throws IOException {
        Process jvm = start(isolation, Duration.ofMinutes(10), Hostile.stopAll(isolation) + "; exec sleep 2004");
        try {
            await().atMost(TIMEOUT).until(() -> Running.in(folder).contains("sleep 2004"));
            jvm.destroyForcibly().onExit().join();
            if (isolation == Isolation.PROCESS_NAMESPACE) {
                awaitNothing();
            }
            new AttemptFolders(folder).removeOrphans();
            assertThat(Running.in(folder)).isEmpty();
            assertThat(folder).isEmptyDirectory();
        } finally {
            jvm.destroyForcibly();
        }
    }

    /**
     * The mode without namespaces: as root, the other tests of {@link Isolation#SESSION} have more rights than it has.
     */
    @Test
    void processesEndWhenAJvmWithoutPrivilegesIsKilled(@TempDir Path classes) throws IOException {
        Process jvm = startUnprivileged(classes, RUNAWAYS);
        try {
            awaitSleeping();
            jvm.destroyForcibly();
            awaitNothing();
        } finally {
            jvm.destroyForcibly();
        }
    }

    @Test
    void processesThatStoppedTheirGuardEndAtTheNextStartWithoutPrivileges(@TempDir Path classes) throws IOException {
        Process jvm = startUnprivileged(classes, Hostile.stopAll(Isolation.SESSION) + "; exec sleep 2004");
        try {
            await().atMost(TIMEOUT).until(() -> Running.in(folder).contains("sleep 2004"));
            jvm.destroyForcibly().onExit().join();
            Process next = startUnprivileged(classes, "exec sleep 2005");
            try {
                await().atMost(TIMEOUT).until(() -> Running.in(folder).contains("sleep 2005"));
                awaitEndOf("sleep 2004");
            } finally {
                next.destroyForcibly();
            }
            awaitNothing();
        } finally {
            jvm.destroyForcibly();
        }
    }

    private void awaitEndOf(String command) {
        await().atMost(TIMEOUT).until(() -> !Running.in(folder).contains(command));
    }

    private Process startUnprivileged(Path classes, String script) throws IOException {
        Optional<UnprivilegedUser> user = UnprivilegedUser.nobody();
        assumeThat(user).as("only root can choose another user").isPresent();
        user.orElseThrow().own(folder);
        String classPath = unprivilegedClassPath;
        if (classPath == null) {
            classPath = UnprivilegedUser.classPath(classes);
            unprivilegedClassPath = classPath;
        }
        return start(user.orElseThrow().prefix(), classPath, Isolation.SESSION, Duration.ofMinutes(10), script);
    }

    private Process start(Isolation isolation, Duration lease) throws IOException {
        return start(isolation, lease, RUNAWAYS);
    }

    private Process start(Isolation isolation, Duration lease, String script) throws IOException {
        Hostile.assumeWorks(isolation);
        return start(List.of(), System.getProperty("java.class.path"), isolation, lease, script);
    }

    private Process start(List<String> prefix, String classPath, Isolation isolation, Duration lease, String script)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                SleepingJob.class.getName(),
                folder.toString(),
                isolation.name(),
                Long.toString(lease.toSeconds()),
                script));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void signal(String name, Process process) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    private void awaitSleeping() {
        await().atMost(TIMEOUT).until(() -> sleeping().size() == 3);
    }

    private void awaitNothing() {
        await().atMost(TIMEOUT).until(() -> Running.in(folder).isEmpty());
    }

    private List<String> sleeping() {
        return Running.in(folder).stream()
                .filter(command -> command.startsWith("sleep 200"))
                .toList();
    }
}
