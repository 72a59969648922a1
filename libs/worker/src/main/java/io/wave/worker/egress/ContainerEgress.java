package io.wave.worker.egress;

import io.wave.job.engine.plan.Container;
import io.wave.job.engine.tool.InheritedEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Network access of tools in containers: the proxy and the certificate authorities of the operator. The egress guard of this
 * worker is not for them; what they may reach is decided by the network that they run in.
 */
public final class ContainerEgress {

    private static final String AUTHORITIES = "ca-bundle.pem";
    private static final String FILE = "SSL_CERT_FILE";
    private static final String FOLDER = "SSL_CERT_DIR";

    private final Optional<String> authorities;

    private ContainerEgress(Optional<String> authorities) {
        this.authorities = authorities;
    }

    /** With the authorities of the operator, if there are any. */
    public static ContainerEgress of(ToolCertificates certificates) {
        return new ContainerEgress(certificates.authorities().map(file -> {
            try {
                return Files.readString(file);
            } catch (IOException unreadable) {
                throw new UncheckedIOException("wave.security.ca-bundle: it cannot be read for jobs", unreadable);
            }
        }));
    }

    /** The base environment of tools. */
    public Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(InheritedEnvironment.environment());
        // Files of this machine.
        environment.remove(FILE);
        environment.remove(FOLDER);
        authorities.ifPresent(_ -> environment.put(FOLDER, Container.SECRETS));
        return environment;
    }

    /** Secret files and those that the environment refers to. */
    public Map<String, String> with(Map<String, String> files) {
        Map<String, String> all = new HashMap<>(files);
        authorities.ifPresent(text -> all.put(AUTHORITIES, text));
        return all;
    }
}
