package io.wave.job.engine.tool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The bytes that a tool has read and written, from and to files and connections. Known on Linux only; elsewhere both are 0.
 *
 * @param read bytes read
 * @param written bytes written
 */
public record ToolIo(long read, long written) {

    private static final ToolIo NONE = new ToolIo(0, 0);
    /** The kernel cuts names of processes to this length. */
    private static final int NAME_LENGTH = 15;

    /** The bytes of those of the processes that run the program. */
    public static ToolIo of(Stream<ProcessHandle> processes, String program) {
        String file = String.valueOf(Path.of(program).getFileName());
        String name = file.substring(0, Math.min(file.length(), NAME_LENGTH));
        return processes
                .map(process -> Path.of("/proc", Long.toString(process.pid())))
                .filter(process -> text(process.resolve("comm")).strip().equals(name))
                .map(process -> parse(text(process.resolve("io"))))
                .reduce(NONE, ToolIo::plus);
    }

    static ToolIo parse(String text) {
        return new ToolIo(value(text, "rchar: "), value(text, "wchar: "));
    }

    private static long value(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip())
                .filter(number -> number.matches("\\d{1,18}"))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }

    /** Empty if the process has ended. */
    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException ended) {
            return "";
        }
    }

    private ToolIo plus(ToolIo other) {
        return new ToolIo(read + other.read, written + other.written);
    }
}
