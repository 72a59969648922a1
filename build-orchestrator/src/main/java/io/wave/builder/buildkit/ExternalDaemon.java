package io.wave.builder.buildkit;

import io.wave.job.engine.outcome.JobFailedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An external daemon, at {@code wave.build.buildkit.address}. It has one state for all builds, so it builds on images that only
 * some callers can read only if that is allowed.
 */
final class ExternalDaemon implements BuildKitDaemons {

    private static final String REFUSED =
            "build failed: the build uses images that only some callers can read, and this worker builds"
                    + " with an external BuildKit daemon, which does not keep the images of callers apart; ask the operator to"
                    + " build without wave.build.buildkit.address or, if callers may read each other's images, to set"
                    + " wave.build.buildkit.restricted.external to true";

    private final BuildKit.Access access;
    private final boolean restricted;

    /**
     * A daemon at an address.
     *
     * @param options options of the frontend
     */
    ExternalDaemon(Path buildctl, String address, BuildKitProperties properties, Map<String, String> options) {
        BuildKitProperties.Tls tls = properties.tls();
        List<String> words = new ArrayList<>(List.of(buildctl.toString(), "--addr", address));
        option(words, "--tlscacert", tls.ca());
        option(words, "--tlscert", tls.cert());
        option(words, "--tlskey", tls.key());
        this.access = new BuildKit.Access(words, Map.of(), options, _ -> Optional.empty(), BuildKit.Endings.UNKNOWN);
        this.restricted = properties.restricted().external();
    }

    private static void option(List<String> words, String name, @Nullable Path file) {
        if (file != null) {
            words.add(name);
            words.add(file.toString());
        }
    }

    @Override
    public BuildKit of(Optional<String> scope) {
        if (scope.isPresent() && !restricted) {
            throw new JobFailedException(REFUSED);
        }
        return _ -> access;
    }
}
