package io.wave.local.process;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Before the tests of a module that builds images: waits until BuildKit is built, if {@code scripts/test} is still building it.
 * Modules register this listener in {@code META-INF/services}.
 */
public final class BuildKitListener implements LauncherSessionListener {

    /** The id of the process that builds BuildKit; set by {@code scripts/common.sh}. */
    static final String PROCESS = "WAVE_BUILDKIT_PID";

    private static final Duration LIMIT = Duration.ofMinutes(20);

    private static final Logger logger = LoggerFactory.getLogger(BuildKitListener.class);

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        awaitBuild(System.getenv(), LIMIT);
    }

    /** Whether the build has ended, or there is none. */
    static boolean awaitBuild(Map<String, String> environment, Duration limit) {
        String pid = environment.getOrDefault(PROCESS, "");
        return pid.isEmpty()
                || ProcessHandle.of(Long.parseLong(pid))
                        .map(process -> awaitEnd(process, limit))
                        .orElse(true);
    }

    private static boolean awaitEnd(ProcessHandle process, Duration limit) {
        logger.info("Waiting for the build of BuildKit");
        try {
            process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException late) {
            logger.warn("BuildKit is not ready: tests that need it are skipped, others use buildah");
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
