package io.wave.builder.buildah;

import io.wave.build.BuildCompression;
import io.wave.build.BuildSpec;
import io.wave.builder.image.ToolVersion;
import io.wave.job.engine.folder.PrivateFiles;
import io.wave.job.engine.tool.SearchPath;
import io.wave.job.engine.tool.ToolCommand;
import io.wave.worker.egress.ToolEgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The command lines and settings of buildah. Secrets are in files, never here. */
public final class Buildah {

    /** Name of the program on the PATH. */
    public static final String PROGRAM = "buildah";

    private static final String LOCAL_NAME = "localhost/build:latest";

    private final BuildahProperties properties;

    public Buildah(BuildahProperties properties) {
        this.properties = properties;
    }

    /** The installed version; empty if it is unknown. */
    static Optional<ToolVersion> version() {
        return SearchPath.ours().find(PROGRAM).map(ToolVersion::printedBy).flatMap(ToolVersion::in);
    }

    /** Writes a configuration that keeps buildah inside the folder and independent of the configuration of the machine. */
    void writeSettings(BuildFolder folder) throws IOException {
        PrivateFiles.write(folder.settings(), """
                [network]
                network_config_dir = "%s"
                """.formatted(folder.networks()));
        PrivateFiles.write(
                folder.storageSettings(), """
                [storage]
                driver = "%s"
                graphroot = "%s"
                runroot = "%s"
                """.formatted(properties.storageDriver(), folder.storage(), folder.state()));
    }

    /**
     * Builds the image. Its timestamp is that of the request, so that another attempt produces the same image.
     *
     * @param cache repository of layer caches, without tag
     * @param egress network access of the build
     */
    ToolCommand build(BuildSpec spec, Optional<String> cache, BuildFolder folder, ToolEgress.Access egress) {
        List<String> arguments = common(folder, "build");
        arguments.addAll(List.of("--isolation", "chroot", "--layers"));
        arguments.addAll(List.of("--format", BuildahSyntax.usesDockerFormat(spec) ? "docker" : "oci"));
        arguments.addAll(List.of("--platform", spec.platform().toString()));
        arguments.addAll(List.of("--timestamp", Long.toString(spec.requestedAt().getEpochSecond())));
        if (Files.exists(folder.ignoreFile())) {
            option(arguments, "--ignorefile", folder.ignoreFile());
        }
        if (!egress.forSteps()) {
            arguments.add("--http-proxy=false");
        }
        cache.ifPresent(name -> arguments.addAll(List.of("--cache-from", name, "--cache-to", name)));
        arguments.addAll(
                List.of("--tag", LOCAL_NAME, "--file", folder.containerFile().toString()));
        arguments.add(folder.context().toString());
        return new ToolCommand(arguments, environment(folder, egress));
    }

    /** Pushes the image and writes its digest to a file. */
    ToolCommand push(BuildSpec spec, String destination, BuildFolder folder, ToolEgress.Access egress) {
        List<String> arguments = common(folder, "push");
        arguments.addAll(List.of("--format", BuildahSyntax.usesDockerFormat(spec) ? "v2s2" : "oci"));
        arguments.addAll(List.of("--digestfile", folder.digest().toString()));
        if (spec.compression() != null) {
            compress(spec.compression(), arguments);
        }
        arguments.addAll(List.of(LOCAL_NAME, "docker://" + destination));
        return new ToolCommand(arguments, environment(folder, egress));
    }

    private static void compress(BuildCompression compression, List<String> arguments) {
        if (compression.mode() != null) {
            arguments.addAll(List.of("--compression-format", compression.mode().name()));
        }
        if (compression.level() != null) {
            arguments.addAll(List.of("--compression-level", compression.level().toString()));
        }
    }

    private List<String> common(BuildFolder folder, String command) {
        List<String> arguments = new ArrayList<>();
        arguments.add(PROGRAM);
        option(arguments, "--root", folder.storage());
        option(arguments, "--runroot", folder.state());
        arguments.addAll(List.of("--storage-driver", properties.storageDriver()));
        option(arguments, "--registries-conf", folder.registries());
        option(arguments, "--registries-conf-dir", folder.networks());
        option(arguments, "--short-name-alias-conf", folder.registryAliases());
        arguments.add(command);
        option(arguments, "--signature-policy", folder.policy());
        option(arguments, "--authfile", folder.authFile());
        return arguments;
    }

    private static void option(List<String> arguments, String name, Path value) {
        arguments.add(name);
        arguments.add(value.toString());
    }

    private static Map<String, String> environment(BuildFolder folder, ToolEgress.Access egress) {
        Map<String, String> environment = new LinkedHashMap<>(egress.environment());
        environment.put("HOME", folder.home().toString());
        environment.put("TMPDIR", folder.temporary().toString());
        environment.put("LANG", "C.UTF-8");
        environment.put("CONTAINERS_CONF", folder.settings().toString());
        environment.put("CONTAINERS_STORAGE_CONF", folder.storageSettings().toString());
        return environment;
    }
}
