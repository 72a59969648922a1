package io.wave.containerfile;

import io.wave.containerfile.syntax.Blanks;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Image names that buildah and Singularity resolve to local files or storage, such as {@code docker-archive:/file.tar}.
 */
public final class LocalTransport {

    private LocalTransport() {}

    /** The transport of a name, ignoring case; empty for an image in a registry. */
    public static Optional<String> of(String name) {
        String trimmed = Blanks.trimStart(name);
        int colon = trimmed.indexOf(':');
        return colon < 0 ? Optional.empty() : named(trimmed.substring(0, colon));
    }

    private static Optional<String> named(String prefix) {
        return Stream.of(
                        "atomic",
                        "containers-storage",
                        "dir",
                        "docker-archive",
                        "docker-daemon",
                        "file",
                        "localimage",
                        "oci",
                        "oci-archive",
                        "oci-layout",
                        "oci-sif",
                        "ostree",
                        "sif",
                        "tarball")
                .filter(prefix::equalsIgnoreCase)
                .findFirst();
    }
}
