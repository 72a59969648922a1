package io.wave.builder.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version of a program, as far as features depend on it. */
public record ToolVersion(int major, int minor) implements Comparable<ToolVersion> {

    private static final Pattern NUMBERS = Pattern.compile("\\bv?(\\d{1,6})\\.(\\d{1,6})\\.\\d");
    private static final Comparator<ToolVersion> ORDER =
            Comparator.comparingInt(ToolVersion::major).thenComparingInt(ToolVersion::minor);
    private static final int TIMEOUT_SECONDS = 10;
    private static final int MAX_OUTPUT = 1024;

    /** The first version in a text. */
    public static Optional<ToolVersion> in(String text) {
        Matcher numbers = NUMBERS.matcher(text);
        return numbers.find()
                ? Optional.of(new ToolVersion(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2))))
                : Optional.empty();
    }

    /** What a program prints about its version; empty if it cannot be run or does not end. */
    public static String printedBy(Path program) {
        try {
            Process process = new ProcessBuilder(program.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "";
            }
            return new String(process.getInputStream().readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8).strip();
        } catch (IOException unusable) {
            return "";
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    public boolean isAtLeast(ToolVersion other) {
        return compareTo(other) >= 0;
    }

    @Override
    public int compareTo(ToolVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return "%d.%d".formatted(major, minor);
    }
}
