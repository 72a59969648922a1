package io.wave.builder.condalock;

import io.wave.containerfile.ContainerFile;
import io.wave.containerfile.instruction.Instruction;
import io.wave.containerfile.syntax.Dialect;
import io.wave.containerfile.syntax.InvalidContainerFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Container files that print the lock file of another one, for steps that a builder takes from its cache and whose output is not
 * there again.
 */
public final class LockReprint {

    private static final Pattern PRINTED = Pattern.compile(
            "echo '>> CONDA_LOCK_START'[\\s\\\\]*&&\\s*cat (/[A-Za-z0-9._/-]{1,200})[\\s\\\\]*&&\\s*echo '<< CONDA_LOCK_END'");

    private LockReprint() {}

    /**
     * The container file up to the step that prints a lock file, and a step that prints it again.
     *
     * @param attempt letters and digits that no other build has, so that the last step is not in a cache
     * @return empty if no step prints a lock file
     */
    public static Optional<String> of(String containerFile, String attempt) {
        if (!containerFile.contains(LockSection.START)) {
            return Optional.empty();
        }
        try {
            List<Instruction> instructions =
                    ContainerFile.parse(containerFile, Dialect.BUILDKIT).instructions();
            return reprint(containerFile, instructions, attempt);
        } catch (InvalidContainerFileException reportedByTheBuild) {
            return Optional.empty();
        }
    }

    private static Optional<String> reprint(String containerFile, List<Instruction> instructions, String attempt) {
        for (int at = instructions.size() - 1; at >= 0; at--) {
            Instruction run = instructions.get(at);
            Matcher printed = PRINTED.matcher(run.arguments());
            if (run.is("RUN") && printed.find()) {
                String before = at + 1 < instructions.size()
                        ? firstLines(containerFile, instructions.get(at + 1).line() - 1)
                        : containerFile;
                return Optional.of("%s\nRUN : %s && echo '%s' && cat %s && echo '%s'\n"
                        .formatted(before, attempt, LockSection.START, printed.group(1), LockSection.END));
            }
        }
        return Optional.empty();
    }

    private static String firstLines(String text, int count) {
        return String.join("\n", Arrays.asList(text.split("\n", -1)).subList(0, count));
    }
}
