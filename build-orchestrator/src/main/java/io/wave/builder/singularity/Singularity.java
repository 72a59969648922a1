package io.wave.builder.singularity;

import io.wave.image.Platform;
import io.wave.job.engine.tool.ToolCommand;
import io.wave.worker.egress.ToolEgress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The command lines of Singularity, which Apptainer accepts too. Secrets are in files, never in arguments. */
final class Singularity {

    /** The supported programs; the first installed one is used. */
    static final List<String> PROGRAMS = List.of("singularity", "apptainer");

    /** That of the worker, as images name it. */
    private static final String OWN_ARCHITECTURE =
            new Platform("linux", System.getProperty("os.arch"), null).architecture();

    private Singularity() {}

    /**
     * Builds an image. The architecture is named only if it is not that of the worker: older programs cannot build for
     * another one.
     *
     * @param secure whether the registry of the base image uses https
     * @param egress network access of the build
     */
    static ToolCommand build(
            String program, SifFolder folder, Platform platform, boolean secure, ToolEgress.Access egress) {
        List<String> arguments = new ArrayList<>(List.of(program, "build"));
        if (!platform.architecture().equals(OWN_ARCHITECTURE)) {
            arguments.addAll(List.of("--arch", platform.architecture()));
        }
        arguments.addAll(List.of(folder.image().toString(), folder.definition().toString()));
        return new ToolCommand(arguments, environment(folder, secure, egress));
    }

    /**
     * Pushes the image.
     *
     * @param destination {@code registry/repository:tag}
     * @param secure whether the registry uses https
     * @param egress network access of the build
     */
    static ToolCommand push(
            String program, SifFolder folder, String destination, boolean secure, ToolEgress.Access egress) {
        return new ToolCommand(
                List.of(program, "push", folder.image().toString(), "oras://" + destination),
                environment(folder, secure, egress));
    }

    private static Map<String, String> environment(SifFolder folder, boolean secure, ToolEgress.Access egress) {
        Map<String, String> environment = new LinkedHashMap<>(egress.environment());
        environment.put("HOME", folder.home().toString());
        environment.put("TMPDIR", folder.temporary().toString());
        environment.putAll(settings(folder));
        if (!secure) {
            PROGRAMS.forEach(program -> environment.put(variable(program, "NOHTTPS"), "true"));
        }
        return environment;
    }

    /** The environment variables that tell the programs where their files are. */
    static Map<String, String> settings(SifFolder folder) {
        Map<String, String> settings = new LinkedHashMap<>(Map.of("LANG", "C.UTF-8"));
        for (String program : PROGRAMS) {
            settings.put(variable(program, "TMPDIR"), folder.temporary().toString());
            settings.put(variable(program, "CACHEDIR"), folder.cache().toString());
            settings.put(
                    variable(program, "CONFIGDIR"),
                    folder.configuration(program).toString());
        }
        return settings;
    }

    private static String variable(String program, String name) {
        return program.toUpperCase(Locale.ROOT) + "_" + name;
    }
}
