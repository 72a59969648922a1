package io.wave.builder.buildkit;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why the worker, or a limit of a control group, has ended steps: one file for each, named by the id that BuildKit gave the step.
 * The runtime of steps writes those of control groups, and the last line of the output of such a step has the id. A step may
 * print such a line itself, but has no file.
 */
final class StepEndings implements BuildKit.Endings {

    private static final Logger logger = LoggerFactory.getLogger(StepEndings.class);
    private static final Pattern LINE = Pattern.compile("The step was ended \\[([a-z0-9]{1,64})]: .*");
    private static final Duration KEPT = Duration.ofHours(1);

    private final Path folder;
    private final boolean countsMemory;

    private StepEndings(Path folder, boolean countsMemory) {
        this.folder = folder;
        this.countsMemory = countsMemory;
    }

    /**
     * Those of a daemon.
     *
     * @param folder in which the files are
     * @param countsMemory whether the runtime writes one for a step that needs too much memory
     */
    static StepEndings in(Path folder, boolean countsMemory) throws IOException {
        Files.createDirectories(folder);
        return new StepEndings(folder, countsMemory);
    }

    /** Adds the ending of a step that is ended now. */
    void add(String step, String reason) throws IOException {
        // The runtime reads it as soon as it is there.
        Path whole = Files.writeString(folder.resolve(step + ".new"), reason);
        Files.move(whole, folder.resolve(step), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public Optional<String> in(List<String> lines) {
        Optional<String> reason = lines.reversed().stream()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .flatMap(line -> read(line.group(1)).stream())
                .findFirst();
        removeOld();
        return reason;
    }

    @Override
    public boolean countsMemory() {
        return countsMemory;
    }

    private Optional<String> read(String step) {
        try {
            return Optional.of(Files.readString(folder.resolve(step)).strip()).filter(reason -> !reason.isEmpty());
        } catch (IOException notEnded) {
            return Optional.empty();
        }
    }

    private void removeOld() {
        Instant oldest = Instant.now().minus(KEPT);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(oldest)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException left) {
            logger.atDebug().setCause(left).log("Endings of steps not removed");
        }
    }
}
