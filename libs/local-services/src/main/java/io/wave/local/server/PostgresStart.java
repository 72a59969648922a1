package io.wave.local.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A start of PostgreSQL that fails soon after its process has ended; zonky alone waits for its whole start timeout. Applies to
 * existing data: at the first start, initdb and the server are processes one after the other.
 */
final class PostgresStart {

    /** Longer than it takes to start the process on a busy machine. */
    private static final Duration NO_PROCESS_TIMEOUT = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(PostgresStart.class);
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(200);

    private PostgresStart() {}

    static EmbeddedPostgres run(EmbeddedPostgres.Builder builder, Path data) throws IOException {
        if (!Files.exists(data.resolve("postgresql.conf"))) {
            return builder.start();
        }
        CountDownLatch started = new CountDownLatch(1);
        Thread starter = Thread.currentThread();
        Thread watcher =
                Thread.ofPlatform().daemon().name("postgresql-start").start(() -> watch(data, started, starter));
        try {
            return builder.start();
        } finally {
            started.countDown();
            finish(watcher);
        }
    }

    /** Interrupts the starter, which then stops waiting, when there has been no process for a while. */
    private static void watch(Path data, CountDownLatch started, Thread starter) {
        long seen = System.nanoTime();
        try {
            while (!started.await(CHECK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                if (hasProcess(data)) {
                    seen = System.nanoTime();
                } else if (System.nanoTime() - seen > NO_PROCESS_TIMEOUT.toNanos()) {
                    starter.interrupt();
                    return;
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the end of the watcher and clears its interrupt, which must not reach what the starter does next. */
    private static void finish(Thread watcher) {
        while (watcher.isAlive()) {
            try {
                watcher.join();
            } catch (InterruptedException ofWatcher) {
                LOG.atDebug().log("PostgreSQL process not found, start aborted");
            }
        }
        Thread.interrupted();
    }

    private static boolean hasProcess(Path data) {
        return ProcessHandle.current().descendants().anyMatch(process -> isOf(data, process));
    }

    /** Whether the command line of a process names the data folder. */
    static boolean isOf(Path data, ProcessHandle process) {
        return commandLine(process).contains(data.toString());
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
        } catch (IOException noProcFileSystem) {
            return process.info().commandLine().orElse("");
        }
    }
}
