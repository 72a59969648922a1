package io.wave.local.process;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the log file of a server. */
public final class LogFile {

    private static final int LAST_BYTES = 4 * 1024;

    private LogFile() {}

    /** The last line that is not blank, or why it cannot be read. */
    public static String lastLine(Path log) {
        try (var content = Files.newByteChannel(log)) {
            content.position(Math.max(0, content.size() - LAST_BYTES));
            byte[] end = Channels.newInputStream(content).readNBytes(LAST_BYTES);
            return new String(end, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .reduce((_, later) -> later)
                    .orElse("(empty)");
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }
}
