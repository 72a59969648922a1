package io.wave.builder.containerfile;

import io.wave.image.Platform;
import java.util.Map;
import java.util.Objects;

/** The predefined build arguments for the target platform. */
final class PlatformArguments {

    private PlatformArguments() {}

    static Map<String, String> of(Platform platform) {
        String variant = Objects.requireNonNullElse(platform.variant(), "");
        return Map.of(
                "TARGETPLATFORM", platform.toString(),
                "TARGETOS", platform.os(),
                "TARGETARCH", platform.architecture(),
                "TARGETVARIANT", variant,
                "BUILDPLATFORM", platform.toString(),
                "BUILDOS", platform.os(),
                "BUILDARCH", platform.architecture(),
                "BUILDVARIANT", variant);
    }
}
