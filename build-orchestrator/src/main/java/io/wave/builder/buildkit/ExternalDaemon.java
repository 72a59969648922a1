package io.wave.builder.buildkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An external daemon, at {@code wave.build.buildkit.address}. */
final class ExternalDaemon implements BuildKit {

    private final Access access;

    /** @param options options of the frontend */
    ExternalDaemon(Path buildctl, String address, BuildKitProperties.Tls tls, Map<String, String> options) {
        List<String> words = new ArrayList<>(List.of(buildctl.toString(), "--addr", address));
        option(words, "--tlscacert", tls.ca());
        option(words, "--tlscert", tls.cert());
        option(words, "--tlskey", tls.key());
        this.access = new Access(words, Map.of(), options, _ -> Optional.empty(), Endings.UNKNOWN);
    }

    private static void option(List<String> words, String name, @Nullable Path file) {
        if (file != null) {
            words.add(name);
            words.add(file.toString());
        }
    }

    @Override
    public Access open(Collection<String> servers) {
        return access;
    }
}
