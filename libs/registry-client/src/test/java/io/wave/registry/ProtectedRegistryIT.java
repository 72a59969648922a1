package io.wave.registry;

import static io.wave.registry.Clients.await;
import static io.wave.registry.Clients.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wave.local.server.DockerRegistry;
import io.wave.oci.OciErrorCode;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.config.Credentials;
import io.wave.registry.error.RegistryException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry with Basic authentication. */
class ProtectedRegistryIT {

    private static final Credentials USER = new Credentials("user", "a secret: with /+ odd=chars");
    private static final String HTPASSWD = "user:$2b$05$abcdefghijklmnopqrstuuLk9PsWWsdHMJYBsDB08UaKt.SjTQ6Ne\n";

    @TempDir
    static Path folder;

    private static DockerRegistry registry;
    private static PushedImage image;

    @BeforeAll
    static void startRegistry() {
        assumeTrue(DockerRegistry.isInstalled(), "needs docker-registry on the PATH");
        registry = DockerRegistry.startProtected(folder, HTPASSWD);
        image = PushedImage.push(registry.host(), "team/image", "1.0", 1000, Optional.of(USER));
    }

    @AfterAll
    static void stopRegistry() {
        if (registry != null) {
            registry.close();
        }
    }

    @Test
    void configuredCredentialsAreUsed() {
        RegistryClient client = Clients.of(Map.of(registry.host(), user(USER.username(), USER.password())));

        assertThat(await(client.resolve(image.reference(), Clients.TENANT)).digest())
                .isEqualTo(image.digest());
    }

    @Test
    void longestPrefixApplies() {
        RegistryClient client = Clients.of(Map.of(
                registry.host(),
                user("user", "wrong"),
                registry.host() + "/team",
                user(USER.username(), USER.password()),
                registry.host() + "/team/im",
                user("user", "wrong too")));

        assertThat(await(client.resolve(image.reference(), Clients.TENANT)).digest())
                .isEqualTo(image.digest());
    }

    @Test
    void invalidCredentialsAreReported() {
        RegistryClient client = Clients.of(Map.of(registry.host(), user("user", "wrong")));

        assertUnauthorized(client, Clients.TENANT, "access denied: invalid credentials configured for");
    }

    @Test
    void missingCredentialsAreReported() {
        assertUnauthorized(Clients.of(Map.of()), Clients.TENANT, "access denied: no credentials configured for");
    }

    @Test
    void anonymousAccessUsesNoCredentials() {
        RegistryClient client = Clients.of(Map.of(registry.host(), user(USER.username(), USER.password())));
        await(client.resolve(image.reference(), Clients.TENANT));

        assertUnauthorized(client, RegistryAccess.NONE, "access denied: no credentials configured for");
    }

    private static void assertUnauthorized(RegistryClient client, RegistryAccess access, String reason) {
        assertThatThrownBy(() -> client.resolve(image.reference(), access).block())
                .hasMessageContaining(reason)
                .hasMessageContaining("team/image")
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        failure -> assertThat(failure.code()).isEqualTo(OciErrorCode.UNAUTHORIZED));
    }
}
