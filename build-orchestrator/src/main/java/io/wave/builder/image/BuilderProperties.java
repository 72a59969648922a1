package io.wave.builder.image;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The builder of images from container files.
 *
 * @param builder {@code buildkit}, {@code buildah}, or {@code auto}: BuildKit if {@code wave.build.buildkit.address} is
 *     set or its programs are installed, otherwise buildah
 * @param network the network of RUN steps: {@code bridge}, a separate network for each step whose only connection is the
 *     egress guard; {@code none}; or {@code host}, the network of the worker with its loopback interface. With buildah always
 *     {@code host}
 */
@ConfigurationProperties("wave.build")
public record BuilderProperties(
        @DefaultValue("auto") Builder builder,
        @DefaultValue("bridge") Network network) {

    /** A builder. */
    public enum Builder {
        AUTO,
        BUILDKIT,
        BUILDAH
    }

    /** A network of RUN steps. */
    public enum Network {
        BRIDGE,
        NONE,
        HOST;

        /** The options of the frontend of BuildKit that enforce it for each step. */
        public Map<String, String> options() {
            return this == NONE ? Map.of("force-network-mode", "none") : Map.of();
        }
    }
}
