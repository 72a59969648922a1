package io.wave.job.engine.plan;

import io.wave.image.Platform;
import io.wave.resource.BundledFile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the tools of a job need to run as one container, on whatever runs containers. The working directory is
 * {@value #WORK}; the secret files are in {@value #SECRETS}, readable by the tools only.
 *
 * @param tool what the image of the container contains
 * @param command the command line, which everyone who sees the container can read
 * @param environment environment variables, which must not contain secrets either
 * @param secrets contents of the secret files by their names
 * @param downloads URLs by the names of the files that are downloaded before the command runs; files {@code *.tar.gz} are
 *     unpacked into folders
 * @param uploads URLs by the names of the files that are uploaded after the command has succeeded
 * @param result the file whose beginning becomes the message of the container, if any
 * @param platform the platform that the container must run on; empty if any will do
 */
public record Container(
        Tool tool,
        List<String> command,
        Map<String, String> environment,
        Map<String, String> secrets,
        Map<String, URI> downloads,
        Map<String, URI> uploads,
        Optional<String> result,
        Optional<Platform> platform) {

    /** The working directory; files of downloads and uploads are below it. */
    public static final String WORK = "/wave/work";

    /** The folder of the secret files. */
    public static final String SECRETS = "/wave/secret";

    /** The program that runs the command, in images that were made for jobs. */
    private static final String ENTRY_POINT = "/usr/local/bin/wave-job";

    /** The same program as a file, for other images. */
    private static final String ENTRY_POINT_FILE = "wave-job";

    /** The user and group with which it runs. */
    public static final int USER = 1000;

    /** The exit code of a container whose command was not run, or whose files were not uploaded; its message says why. */
    public static final int NOT_RUN = 125;

    /** What an image contains, and which rights its container needs. */
    public enum Tool {
        /** BuildKit, which runs steps of users in user namespaces. */
        BUILDER,
        /** The client of BuildKit, which is in the same image. */
        BUILD_CLIENT,
        /** Singularity or Apptainer, in an image of the operator that was not necessarily made for jobs. */
        SINGULARITY,
        SKOPEO,
        TRIVY
    }

    public Container {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        secrets = Map.copyOf(secrets);
        downloads = Map.copyOf(downloads);
        uploads = Map.copyOf(uploads);
    }

    /** A container that needs no other files than secret ones. */
    public Container(Tool tool, List<String> command, Map<String, String> environment, Map<String, String> secrets) {
        this(tool, command, environment, secrets, Map.of(), Map.of(), Optional.empty(), Optional.empty());
    }

    /** The same with more environment variables. */
    public Container with(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(variables);
        all.putAll(environment);
        return new Container(tool, command, all, secrets, downloads, uploads, result, platform);
    }

    /** One command line that runs others one after the other, up to the first that fails. */
    public static List<String> inOrder(List<List<String>> commands) {
        return commands.size() == 1
                ? commands.getFirst()
                : List.of("sh", "-ec", commands.stream().map(Container::line).collect(Collectors.joining("\n")));
    }

    /** A command line whose failure does not count. */
    public static List<String> allowedToFail(List<String> command) {
        return List.of("sh", "-c", line(command) + " || :");
    }

    private static String line(List<String> command) {
        return command.stream().map(Container::quoted).collect(Collectors.joining(" "));
    }

    /** The program that runs the command, which are its arguments, with its first arguments. */
    public List<String> entryPoint() {
        return tool == Tool.SINGULARITY ? List.of("/bin/sh", SECRETS + "/" + ENTRY_POINT_FILE) : List.of(ENTRY_POINT);
    }

    /**
     * The contents of the files in {@value #SECRETS} by their names: the secret files, and {@code downloads} and {@code uploads},
     * from which the entry point takes the URLs. It is one of them if the image does not have it.
     */
    public Map<String, byte[]> files() {
        Map<String, byte[]> files = new TreeMap<>();
        if (tool == Tool.SINGULARITY) {
            files.put(ENTRY_POINT_FILE, BundledFile.bytes(Container.class, ENTRY_POINT_FILE));
        }
        secrets.forEach((name, text) -> files.put(name, text.getBytes(StandardCharsets.UTF_8)));
        list(files, "downloads", downloads);
        list(files, "uploads", uploads);
        return files;
    }

    private static void list(Map<String, byte[]> files, String name, Map<String, URI> urls) {
        if (!urls.isEmpty()) {
            String lines = new TreeMap<>(urls)
                    .entrySet().stream()
                            .map(file -> "%s %s\n".formatted(file.getKey(), file.getValue()))
                            .collect(Collectors.joining());
            files.put(name, lines.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The environment variables of the container: those of the command, and those that the entry point of the image reads. */
    public SortedMap<String, String> variables() {
        SortedMap<String, String> variables = new TreeMap<>();
        result.ifPresent(file -> variables.put("WAVE_RESULT", file));
        if (tool == Tool.BUILDER) {
            variables.put("WAVE_BUILDKITD", "1");
        }
        variables.putAll(environment);
        return variables;
    }

    private static String quoted(String word) {
        return word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return "Container[tool=%s, command=%s]".formatted(tool, command);
    }
}
