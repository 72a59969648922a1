package io.wave.standalone;

import io.wave.local.data.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicBoolean;

/** Stops the product after a fatal failure: the reason on the console, an orderly stop, exit code 1. */
final class Failure {

    private static final int EXIT_CODE = 1;
    private static final long MEGABYTE = 1024L * 1024;

    private final Progress progress;
    private final DataFolder data;
    private final AtomicBoolean ending = new AtomicBoolean();

    Failure(Progress progress, DataFolder data) {
        this.progress = progress;
        this.data = data;
    }

    /** A server or the disk has failed. Returns at once. Only the first failure counts; later ones are consequences of the stop. */
    void end(String reason) {
        exit(
                reason,
                "Free space of the data folder %s: %s. Make sure that it is writable and its disk is not full, then start again. See %s"
                        .formatted(
                                data.path(), free(), data.path().resolve("logs").resolve("servers.log")));
    }

    /** A service could not be started. Returns at once. */
    void startFailed(Throwable failure) {
        exit("Start failed: " + failure.getMessage());
    }

    private void exit(String... messages) {
        if (ending.getAndSet(true)) {
            return;
        }
        for (String message : messages) {
            progress.say(message);
        }
        Thread.ofPlatform().daemon().name("end").start(() -> System.exit(EXIT_CODE));
    }

    private String free() {
        try {
            return Files.getFileStore(data.path()).getUsableSpace() / MEGABYTE + " MB";
        } catch (IOException unknown) {
            return "unknown";
        }
    }
}
