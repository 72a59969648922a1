package io.wave.standalone;

import io.wave.local.data.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicBoolean;

/** The end of the product when it cannot go on: the reason on the console, an orderly stop, and an exit code that tells. */
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

    /** Returns at once. Only the first reason counts; what fails while all is stopped is a consequence. */
    void end(String reason) {
        if (ending.getAndSet(true)) {
            return;
        }
        progress.say(reason);
        progress.say(
                "The data folder %s has %s free. Make sure that there is room on its disk and that it can be written, then start again. More is in %s"
                        .formatted(
                                data.path(), free(), data.path().resolve("logs").resolve("servers.log")));
        Thread.ofPlatform().daemon().name("end").start(() -> System.exit(EXIT_CODE));
    }

    private String free() {
        try {
            return Files.getFileStore(data.path()).getUsableSpace() / MEGABYTE + " MB";
        } catch (IOException unknown) {
            return "an unknown amount";
        }
    }
}
