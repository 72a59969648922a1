package io.wave.cluster.client;

import io.wave.cluster.Command;
import io.wave.cluster.Command.Result;
import java.nio.file.Path;
import java.time.Duration;

/** A container client that keeps what it pulls in a folder of its own. */
public interface PullClient extends AutoCloseable {

    /** The name of the client, with its version if two versions are tested. */
    String name();

    /** Pulls an image from a registry that uses plain HTTP; ends when the image is complete or the client gives up. */
    Result pull(String image, Duration limit);

    /** Stops all processes that it started. */
    @Override
    default void close() {}

    /** {@code skopeo copy} into a folder. */
    static PullClient skopeo(Path skopeo, Path folder) {
        return new CommandLineClient(
                "skopeo copy",
                (image, limit) -> Command.of(
                                skopeo.toString(),
                                "copy",
                                "--quiet",
                                "--src-tls-verify=false",
                                "docker://" + image,
                                "dir:" + folder.resolve(fileName(image)))
                        .within(limit)
                        .run());
    }

    /** {@code skopeo inspect}, which pulls the manifest and the configuration. */
    static PullClient skopeoInspect(Path skopeo) {
        return new CommandLineClient(
                "skopeo inspect",
                (image, limit) -> Command.of(skopeo.toString(), "inspect", "--tls-verify=false", "docker://" + image)
                        .within(limit)
                        .run());
    }

    /** {@code podman pull} or {@code buildah pull}, which take the same options. */
    static PullClient containersTool(Path tool, Path folder) {
        return new CommandLineClient(
                tool.getFileName() + " pull",
                (image, limit) -> Command.of(
                                tool.toString(),
                                "--root=" + folder.resolve("root"),
                                "--runroot=" + folder.resolve("runroot"),
                                "--storage-driver=vfs",
                                "pull",
                                "--tls-verify=false",
                                image)
                        .within(limit)
                        .run());
    }

    /** {@code crane pull} into a tar. */
    static PullClient crane(Path crane, Path folder) {
        return new CommandLineClient(
                "crane pull",
                (image, limit) -> Command.of(
                                crane.toString(),
                                "pull",
                                "--insecure",
                                image,
                                folder.resolve(fileName(image) + ".tar").toString())
                        .within(limit)
                        .run());
    }

    private static String fileName(String image) {
        return image.replaceAll("[^A-Za-z0-9]", "-");
    }
}
