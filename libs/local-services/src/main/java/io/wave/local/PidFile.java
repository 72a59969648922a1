package io.wave.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers the process of a server beyond the life of the JVM that started it. */
record PidFile(Path path) {

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

    /** Stops the process it names if that is still the one that was started, and forgets it. */
    void stopLeftOver(Duration timeout) {
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

    private void stop(ProcessHandle leftOver, Duration timeout) {
        LOG.atInfo()
                .addKeyValue("pid", leftOver.pid())
                .addKeyValue("pidFile", path)
                .log("Stopping a server that a killed process left behind");
        if (!Termination.of(leftOver).within(timeout)) {
            throw new LocalServiceException("Process %d named in %s does not end".formatted(leftOver.pid(), path));
        }
    }
}
