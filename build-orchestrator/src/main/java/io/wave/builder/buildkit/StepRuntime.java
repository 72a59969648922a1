package io.wave.builder.buildkit;

import io.wave.containerfile.syntax.ShellWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The container runtime of steps: a script that adds limits to the configuration of a step and calls runc. */
final class StepRuntime {

    private static final String NAME = "step-runtime";

    private StepRuntime() {}

    /**
     * Writes it.
     *
     * @param folder of the runtime
     * @param runc the program that it calls
     * @param settings further variables of the script
     * @return the script
     */
    static Path write(Path folder, Path runc, Map<String, String> settings) throws IOException {
        Path script = folder.resolve(NAME);
        Map<String, String> variables = new TreeMap<>(settings);
        variables.put("runc", runc.toString());
        variables.put("endings", endings(folder).toString());
        Files.createDirectories(folder);
        BundledScript.write(NAME, script);
        Files.writeString(
                folder.resolve("limits"),
                variables.entrySet().stream()
                        .map(variable -> "%s=%s\n".formatted(variable.getKey(), ShellWord.quoted(variable.getValue())))
                        .collect(Collectors.joining()));
        return script;
    }

    /** The folder of {@link StepEndings}. */
    static Path endings(Path folder) {
        return folder.resolve("endings");
    }

    /** Whether a word of a command line is the name of this script. */
    static boolean isName(String word) {
        return word.endsWith("/" + NAME);
    }
}
