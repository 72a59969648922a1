package io.wave.job.engine.tool;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The folders in which programs are found.
 *
 * @param text as in {@code PATH}
 */
public record SearchPath(String text) {

    /** That of this process, which is also that of the tools it starts. */
    public static SearchPath ours() {
        return new SearchPath(System.getenv().getOrDefault("PATH", ""));
    }

    public boolean has(String program) {
        return Arrays.stream(text.split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** The first of these programs that is there. */
    public Optional<String> firstOf(List<String> programs) {
        return programs.stream().filter(this::has).findFirst();
    }
}
