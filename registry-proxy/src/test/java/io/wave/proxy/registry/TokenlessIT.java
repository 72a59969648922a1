package io.wave.proxy.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.image.Digest;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import io.wave.oci.MediaTypes;
import io.wave.proxy.fixture.ProxyClient;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

@RegistryProxyTest
@TestPropertySource(properties = "wave.proxy.tokenless=true")
class TokenlessIT {

    private static final byte[] CONTENT = "{\"schemaVersion\":2}".getBytes(StandardCharsets.UTF_8);

    @LocalServerPort
    int port;

    @Test
    void publicImageIsServedUnchanged() {
        try (ScriptedRegistry registry = ScriptedRegistry.start()) {
            // Given
            registry.on("/v2/app/manifests/v1", ScriptedAnswer.content(MediaTypes.OCI_MANIFEST, CONTENT))
                    .on("/v2/app/blobs/" + Digest.of(CONTENT), ScriptedAnswer.content("text/plain", CONTENT));
            var client = new ProxyClient(port);
            String root = "/v2/" + registry.host() + "/app";
            // Then
            assertThat(client.get(root + "/manifests/v1").body()).isEqualTo(CONTENT);
            assertThat(client.get(root + "/blobs/" + Digest.of(CONTENT)).body()).isEqualTo(CONTENT);
            assertThat(client.get(root + "/manifests/v2").statusCode()).isEqualTo(404);
            assertThat(client.get("/v2/Upper/manifests/v1").statusCode()).isEqualTo(400);
        }
    }
}
