package io.wave.containerfile;

import io.wave.containerfile.syntax.Blanks;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Names that buildah and Singularity read as files or storage of their own machine, such as
 * {@code docker-archive:/file.tar}.
 */
public final class LocalTransport {

    private LocalTransport() {}

    /** The transport of a name, in whatever case it is written; empty for the name of an image in a registry. */
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
