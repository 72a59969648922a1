package io.wave.api.containerfile;

import io.wave.image.Platform;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The predefined build arguments of builders. Workers are assumed to run on the target platform. */
public final class BuildArguments {

    private BuildArguments() {}

    /** The build arguments for a platform. */
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
