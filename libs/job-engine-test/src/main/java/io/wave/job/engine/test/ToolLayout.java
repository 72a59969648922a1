package io.wave.job.engine.test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The image of a tool of jobs as {@code deploy/images/build} has built it.
 *
 * @param folder an OCI layout
 */
public record ToolLayout(Path folder) {

    /**
     * That of a tool, if it has been built.
     *
     * @param tool its name, such as {@code skopeo}
     */
    public static Optional<ToolLayout> find(String tool) throws IOException, InterruptedException {
        Path script = Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .map(path -> path.resolve("deploy/images/build"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
        Process build = new ProcessBuilder(script.toString(), "--kept", "wave-" + tool)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String layout = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return build.waitFor() == 0 ? Optional.of(new ToolLayout(Path.of(layout))) : Optional.empty();
    }

    /**
     * Writes it as an archive that container engines load.
     *
     * @param image the name of the image in it
     */
    public void archive(String image, Path archive) throws IOException, InterruptedException {
        Process copy = new ProcessBuilder(
                        "skopeo", "copy", "--quiet", "oci:" + folder, "docker-archive:%s:%s".formatted(archive, image))
                .inheritIO()
                .start();
        if (copy.waitFor() != 0) {
            throw new IllegalStateException("skopeo cannot copy " + folder);
        }
    }
}
