package io.wave.builder.buildkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A daemon that somebody else runs, at {@code wave.build.buildkit.address}. */
final class ExternalDaemon implements BuildKit {

    private final List<String> client;

    ExternalDaemon(Path buildctl, String address, BuildKitProperties.Tls tls) {
        List<String> words = new ArrayList<>(List.of(buildctl.toString(), "--addr", address));
        option(words, "--tlscacert", tls.ca());
        option(words, "--tlscert", tls.cert());
        option(words, "--tlskey", tls.key());
        this.client = List.copyOf(words);
    }

    private static void option(List<String> words, String name, @Nullable Path file) {
        if (file != null) {
            words.add(name);
            words.add(file.toString());
        }
    }

    @Override
    public List<String> client() {
        return client;
    }
}
