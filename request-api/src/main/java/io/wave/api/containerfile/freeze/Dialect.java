package io.wave.api.containerfile.freeze;

import io.wave.container.ContainerConfig;
import io.wave.image.Platform;

/**
 * How a kind of container file says what a freeze bakes in. Every line ends with a newline. The texts take part in
 * container ids and never change for what they could say before; what they cannot say is refused.
 */
sealed interface Dialect permits DockerDialect, SingularityDialect {

    /** What the image is made from. */
    String base(String image);

    /** The variable that tells an injected entrypoint which one it stands in front of. */
    String entryChain(String words);

    /** The members of a configuration, in a fixed order. */
    String config(ContainerConfig config);

    /**
     * Where the entrypoint of a container file comes from.
     *
     * @throws io.wave.containerfile.syntax.InvalidContainerFileException if it cannot be read
     */
    EntrySource entrySource(String containerFile, Platform platform);
}
