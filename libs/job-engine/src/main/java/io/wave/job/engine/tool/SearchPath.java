package io.wave.job.engine.tool;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The directories in which programs are looked up.
 *
 * @param text in the format of {@code PATH}
 */
public record SearchPath(String text) {

    /** The search path of this process and of the tools it starts. */
    public static SearchPath ours() {
        return new SearchPath(System.getenv().getOrDefault("PATH", ""));
    }

    public boolean has(String program) {
        return find(program).isPresent();
    }

    /** The file of a program. */
    public Optional<Path> find(String program) {
        return Arrays.stream(text.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program).toAbsolutePath())
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The first of these programs that is installed. */
    public Optional<String> firstOf(List<String> programs) {
        return programs.stream().filter(this::has).findFirst();
    }
}
