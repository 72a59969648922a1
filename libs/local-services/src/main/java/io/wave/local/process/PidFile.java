package io.wave.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pid file of a server process, by which a later JVM finds it. */
public record PidFile(Path path) {

    private static final Logger LOG = LoggerFactory.getLogger(PidFile.class);

    void write(long pid) throws IOException {
        Files.writeString(path, ProcessIdentity.of(pid).map(Object::toString).orElse(""));
    }

    void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException failed) {
            throw LocalServiceException.of(path, failed);
        }
    }

    /** Stops the process in the file if it is still the one that was started, and deletes the file. */
    public void stopStale(Duration timeout) {
        try {
            if (Files.exists(path)) {
                String text = Files.readString(path);
                if (!text.isBlank()) {
                    ProcessIdentity.parse(text).alive().ifPresent(handle -> stop(handle, timeout));
                }
                delete();
            }
        } catch (IOException unreadable) {
            throw LocalServiceException.of(path, unreadable);
        }
    }

    private void stop(ProcessHandle stale, Duration timeout) {
        LOG.atInfo()
                .addKeyValue("pid", stale.pid())
                .addKeyValue("pidFile", path)
                .log("stopping a server process of an earlier run");
        if (!Termination.of(stale).within(timeout)) {
            throw new LocalServiceException("Process %d in %s does not end".formatted(stale.pid(), path));
        }
    }
}
