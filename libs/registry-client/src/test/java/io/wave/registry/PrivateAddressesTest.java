package io.wave.registry;

import static io.wave.registry.Clients.TENANT;
import static io.wave.registry.Clients.await;
import static io.wave.registry.Scripts.MANIFEST_PATH;
import static io.wave.registry.Scripts.bearerRefusal;
import static io.wave.registry.Scripts.image;
import static io.wave.registry.Scripts.manifest;
import static io.wave.registry.Scripts.redirect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.image.ImageReference;
import io.wave.local.fake.ScriptedRegistry;
import io.wave.oci.OciErrorCode;
import io.wave.registry.config.RegistryEntry;
import io.wave.registry.error.RegistryException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Only the configured registry may have a private address. */
class PrivateAddressesTest {

    private final ScriptedRegistry registry = ScriptedRegistry.start();
    private final ScriptedRegistry inside = ScriptedRegistry.start();
    private final RegistryClient client =
            Clients.guarded(Map.of(registry.host(), new RegistryEntry(null, null, false, null)));

    @AfterEach
    void stop() {
        client.close();
        registry.close();
        inside.close();
    }

    @Test
    void configuredRegistryIsAllowed() {
        registry.on(MANIFEST_PATH, manifest());
        assertThat(await(client.resolve(image(registry), TENANT)).length()).isPositive();
    }

    @Test
    void otherPrivateRegistryIsBlocked() {
        inside.on(MANIFEST_PATH, manifest());
        assertRefused(image(inside));
        assertRefused(ImageReference.parse(image(inside).toString().replace("127.0.0.1", "localhost")));
    }

    @Test
    void redirectToPrivateAddressIsBlocked() {
        registry.on(MANIFEST_PATH, redirect(307, "http://" + inside.host() + MANIFEST_PATH));
        assertRefused(image(registry));
    }

    @Test
    void tokenServiceAtPrivateAddressIsBlocked() {
        registry.on(MANIFEST_PATH, bearerRefusal(inside));
        assertRefused(image(registry));
    }

    private void assertRefused(ImageReference image) {
        assertThatThrownBy(() -> await(client.manifest(image, TENANT)))
                .hasMessageContaining("has a private address")
                .isInstanceOfSatisfying(RegistryException.class, refused -> {
                    assertThat(refused.isForbiddenAddress()).isTrue();
                    assertThat(refused.code()).isEqualTo(OciErrorCode.DENIED);
                });
        assertThat(inside.calls()).isEmpty();
    }
}
