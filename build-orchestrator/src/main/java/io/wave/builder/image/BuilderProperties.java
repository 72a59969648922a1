package io.wave.builder.image;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What builds images of container files.
 *
 * @param builder {@code buildkit}, {@code buildah}, or {@code auto}: BuildKit where {@code wave.build.buildkit.address} is
 *     set or its programs are installed, otherwise buildah
 */
@ConfigurationProperties("wave.build")
public record BuilderProperties(@DefaultValue("buildah") Builder builder) {

    /** A builder. */
    public enum Builder {
        AUTO,
        BUILDKIT,
        BUILDAH
    }
}
