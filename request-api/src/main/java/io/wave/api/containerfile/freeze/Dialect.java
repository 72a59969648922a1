package io.wave.api.containerfile.freeze;

import io.wave.container.ContainerConfig;
import io.wave.image.Platform;

/**
 * The container file formats, and how a freeze adds the configuration to them. Every line ends with a newline. The
 * texts are part of container ids and must not change; unsupported values are rejected.
 */
sealed interface Dialect permits DockerDialect, SingularityDialect {

    /** The base image. */
    String base(String image);

    /** The variable that names the original entrypoint to an injected one. */
    String entryChain(String words);

    /** The members of a configuration, in a fixed order. */
    String config(ContainerConfig config);

    /**
     * Where the entrypoint of a container file comes from.
     *
     * @throws io.wave.containerfile.syntax.InvalidContainerFileException if the file is malformed
     */
    EntrypointSource entrySource(String containerFile, Platform platform);
}
