package io.wave.worker.egress;

import io.wave.security.TrustedCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;

/**
 * The certificate authorities of the operator for programs that jobs run. These are written in Go and read all files of a
 * folder, besides the authorities of the machine.
 */
public final class ToolCertificates implements AutoCloseable {

    private static final String VARIABLE = "SSL_CERT_DIR";

    private final Optional<Path> folder;

    private ToolCertificates(Optional<Path> folder) {
        this.folder = folder;
    }

    /** Copies the file of the operator, if there is one, into a folder that is removed when this is closed. */
    public static ToolCertificates of(TrustedCertificates certificates) {
        return new ToolCertificates(certificates.bundle().map(ToolCertificates::copied));
    }

    private static Path copied(Path bundle) {
        try {
            Path folder = Files.createTempDirectory("wave-certificates");
            Files.copy(bundle, file(folder), StandardCopyOption.REPLACE_EXISTING);
            return folder;
        } catch (IOException failure) {
            throw new UncheckedIOException("wave.security.ca-bundle: it cannot be copied for jobs", failure);
        }
    }

    private static Path file(Path folder) {
        return folder.resolve("ca-bundle.pem");
    }

    /** The copy of the operator's file, if there is one. */
    Optional<Path> authorities() {
        return folder.map(ToolCertificates::file);
    }

    /** Adds the folder to the environment of a program. */
    void addTo(Map<String, String> environment) {
        folder.ifPresent(
                own -> environment.merge(VARIABLE, own.toString(), (inherited, added) -> inherited + ":" + added));
    }

    @Override
    public void close() {
        if (folder.isPresent()) {
            try {
                Files.deleteIfExists(file(folder.get()));
                Files.deleteIfExists(folder.get());
            } catch (IOException left) {
                throw new UncheckedIOException(left);
            }
        }
    }
}
