package io.wave.builder.containerfile;

import io.wave.image.Platform;
import java.util.Map;
import java.util.Objects;

/** The arguments that builders set for the platform they build for. */
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
