package io.wave.job.engine.guard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What runs on this machine, by where it runs. */
public final class Running {

    private Running() {}

    /** Command lines of the processes whose root or working directory is in this folder; the dead are not counted. */
    public static List<String> in(Path folder) {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            Path real = folder.toRealPath();
            return processes
                    .filter(process -> process.getFileName().toString().matches("\\d+"))
                    .filter(process -> isIn(process.resolve("cwd"), real) || isIn(process.resolve("root"), real))
                    .flatMap(process -> commandLine(process).stream())
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean isIn(Path link, Path folder) {
        try {
            return Files.readSymbolicLink(link).startsWith(folder);
        } catch (IOException gone) {
            return false;
        }
    }

    private static Optional<String> commandLine(Path process) {
        try {
            return Optional.of(Files.readString(process.resolve("cmdline"))
                            .replace('\0', ' ')
                            .strip())
                    .filter(line -> !line.isEmpty());
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
