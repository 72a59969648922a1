package io.wave.builder.singularity;

import io.wave.builder.egress.BuilderEgress;
import io.wave.job.engine.tool.ToolCommand;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The command lines of Singularity, which Apptainer takes too. Secrets are in files, never here. */
final class Singularity {

    /** The programs that can do it, the first that is there being taken. */
    static final List<String> PROGRAMS = List.of("singularity", "apptainer");

    private Singularity() {}

    /**
     * Builds the image.
     *
     * @param secure whether the registry of the base image speaks https
     * @param egress how it reaches the world
     */
    static ToolCommand build(String program, SifFolder folder, boolean secure, BuilderEgress.Access egress) {
        return new ToolCommand(
                List.of(
                        program,
                        "build",
                        folder.image().toString(),
                        folder.definition().toString()),
                environment(folder, secure, egress));
    }

    /**
     * Pushes what was built.
     *
     * @param destination {@code registry/repository:tag}
     * @param secure whether the registry speaks https
     * @param egress how it reaches the world
     */
    static ToolCommand push(
            String program, SifFolder folder, String destination, boolean secure, BuilderEgress.Access egress) {
        return new ToolCommand(
                List.of(program, "push", folder.image().toString(), "oras://" + destination),
                environment(folder, secure, egress));
    }

    private static Map<String, String> environment(SifFolder folder, boolean secure, BuilderEgress.Access egress) {
        Map<String, String> environment = new LinkedHashMap<>(egress.environment());
        environment.put("HOME", folder.home().toString());
        environment.put("TMPDIR", folder.temporary().toString());
        environment.put("LANG", "C.UTF-8");
        for (String program : PROGRAMS) {
            String prefix = program.toUpperCase(Locale.ROOT);
            environment.put(prefix + "_TMPDIR", folder.temporary().toString());
            environment.put(prefix + "_CACHEDIR", folder.cache().toString());
            if (!secure) {
                environment.put(prefix + "_NOHTTPS", "true");
            }
        }
        return environment;
    }
}
