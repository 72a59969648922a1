package io.wave.api.containerfile;

import io.wave.image.Platform;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The arguments that builders set by themselves. A worker is taken to be of the platform that it builds for. */
public final class BuildArguments {

    private BuildArguments() {}

    /** Those of a build for a platform. */
    public static Map<String, String> of(Platform platform) {
        Map<String, String> arguments = new HashMap<>();
        for (String side : new String[] {"TARGET", "BUILD"}) {
            arguments.put(side + "PLATFORM", platform.toString());
            arguments.put(side + "OS", platform.os());
            arguments.put(side + "ARCH", platform.architecture());
            arguments.put(side + "VARIANT", Objects.requireNonNullElse(platform.variant(), ""));
        }
        return arguments;
    }
}
