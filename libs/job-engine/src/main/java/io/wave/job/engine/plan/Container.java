package io.wave.job.engine.plan;

import io.wave.image.Platform;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** The exit code of a container whose command was not run, or whose files were not uploaded; its message says why. */
    public static final int NOT_RUN = 125;

    /** What an image contains, and which rights its container needs. */
    public enum Tool {
        /** BuildKit, which runs steps of users in user namespaces. */
        BUILDER,
        SKOPEO,
        TRIVY;

        /** Whether it runs without any right beyond those of an ordinary process. */
        public boolean isRestricted() {
            return this != BUILDER;
        }
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

    /** One command line that runs others one after the other, up to the first that fails. */
    public static List<String> inOrder(List<List<String>> commands) {
        return commands.size() == 1
                ? commands.getFirst()
                : List.of(
                        "sh",
                        "-ec",
                        commands.stream()
                                .map(words ->
                                        words.stream().map(Container::quoted).collect(Collectors.joining(" ")))
                                .collect(Collectors.joining("\n")));
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
