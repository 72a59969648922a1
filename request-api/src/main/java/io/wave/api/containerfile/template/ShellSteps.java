package io.wave.api.containerfile.template;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Shell commands that must all succeed. A command may have several lines, which the shell joins. */
final class ShellSteps {

    private static final String INDENT = "    ";

    private final List<String> steps = new ArrayList<>();

    ShellSteps add(String... more) {
        steps.addAll(Arrays.asList(more));
        return this;
    }

    ShellSteps addIf(boolean wanted, String step) {
        return wanted ? add(step) : this;
    }

    /** Prints a lock file to the log, between markers by which it is found. */
    ShellSteps showLock(String file) {
        return add("echo '>> CONDA_LOCK_START'", "cat " + file, "echo '<< CONDA_LOCK_END'");
    }

    /** As a single instruction of a Dockerfile. */
    String run() {
        return "RUN "
                + steps.stream()
                        .map(step -> joined(step, INDENT + INDENT))
                        .collect(Collectors.joining(" \\\n" + INDENT + "&& "));
    }

    /** As the section of a Singularity definition file, whose shell stops at the first error. */
    String post() {
        return "%post\n"
                + steps.stream()
                        .map(step -> INDENT + joined(step, INDENT + INDENT))
                        .collect(Collectors.joining("\n"));
    }

    private static String joined(String step, String indent) {
        return step.replace("\n", " \\\n" + indent);
    }

    /** A word quoted for the shell. */
    static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    static String quoted(Collection<String> words) {
        return words.stream().map(ShellSteps::quoted).collect(Collectors.joining(" "));
    }
}
