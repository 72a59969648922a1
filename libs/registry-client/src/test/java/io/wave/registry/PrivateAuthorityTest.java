package io.wave.registry;

import static io.wave.registry.Clients.TENANT;
import static io.wave.registry.Clients.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.wave.egress.EgressPolicy;
import io.wave.egress.EgressProperties;
import io.wave.image.ImageReference;
import io.wave.local.fake.TestAuthority;
import io.wave.local.server.DockerRegistry;
import io.wave.registry.config.RegistryEntry;
import io.wave.security.TrustedCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry whose certificate is of an authority that only the operator knows. */
class PrivateAuthorityTest {

    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static TestAuthority authority;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static DockerRegistry registry;

    @BeforeAll
    static void start() throws Exception {
        assumeThat(DockerRegistry.isInstalled())
                .as("docker-registry is installed")
                .isTrue();
        authority = TestAuthority.create(folder);
        registry = DockerRegistry.startSecure(
                Files.createDirectories(folder.resolve("registry")),
                authority.serverCertificate(),
                authority.serverKey());
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @Test
    void isTrustedWhereTheOperatorSaysSo() {
        assertThat(await(client(TrustedCertificates.with(authority.certificate()))
                        .resolve(image(), TENANT)
                        .hasElement()))
                .isFalse();
    }

    @Test
    void isNotTrustedOtherwise() {
        assertThatThrownBy(() -> await(client(TrustedCertificates.OF_RUNTIME)
                        .resolve(image(), TENANT)
                        .hasElement()))
                .hasStackTraceContaining("PKIX path building failed");
    }

    private static ImageReference image() {
        return ImageReference.parse(registry.host() + "/nothing/here:1");
    }

    private static RegistryClient client(TrustedCertificates certificates) {
        return Clients.with(
                Map.of(registry.host(), new RegistryEntry(null, null, false, "https://" + registry.host())),
                new EgressPolicy(new EgressProperties(false, List.of()), List.of(), certificates));
    }
}
