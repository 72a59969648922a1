package io.wave.api.containerfile.template;

import io.wave.containerfile.syntax.ShellWord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Shell commands that must all succeed. A command may have several lines, which the shell joins. */
final class ShellSteps {

    private static final String INDENT = "    ";
    private static final String CONDA_LOCK = "/tmp/environment.lock";

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

    /**
     * Writes the lock file of an environment of micromamba and prints it: the URLs of the Conda packages, and the packages
     * that pip has installed as comments, which the templates read again.
     */
    ShellSteps showCondaLock() {
        return add("micromamba env export --name base --explicit > " + CONDA_LOCK, """
                        for record in "$MAMBA_ROOT_PREFIX"/lib/python*/site-packages/*.dist-info; do
                        if [ "$(cat "$record/INSTALLER" 2> /dev/null)" = pip ]; then
                        name="$(sed -n 's/^Name: *//p' "$record/METADATA" | head -n 1)";
                        version="$(sed -n 's/^Version: *//p' "$record/METADATA" | head -n 1)";
                        url="$(sed -n 's/.*"url": *"\\(http[^"]*\\)".*/\\1/p' "$record/direct_url.json" 2> /dev/null)";
                        commit="$(sed -n 's/.*"commit_id": *"\\([^"]*\\)".*/\\1/p' "$record/direct_url.json" 2> /dev/null)";
                        if [ -z "$url" ]; then echo "# pip $name==$version";
                        else echo "# pip $name @ ${commit:+git+}$url${commit:+@$commit}"; fi; fi; done | sort -u >> %s""".formatted(CONDA_LOCK))
                .showLock(CONDA_LOCK);
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

    static String quoted(Collection<String> words) {
        return words.stream().map(ShellWord::quoted).collect(Collectors.joining(" "));
    }
}
