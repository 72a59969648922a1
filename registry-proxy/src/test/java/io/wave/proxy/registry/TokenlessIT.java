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
            ScriptedAnswer manifest = ScriptedAnswer.content(MediaTypes.OCI_MANIFEST, CONTENT);
            registry.on("/v2/app/manifests/v1", manifest)
                    .on("/v2/app/manifests/" + Digest.of(CONTENT), manifest)
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

    @Test
    void knownTagIsServedWithItsAgeWhileTheRegistryLimitsCalls() {
        try (ScriptedRegistry registry = ScriptedRegistry.start()) {
            // Given
            Digest digest = Digest.of(CONTENT);
            ScriptedAnswer manifest = ScriptedAnswer.content(MediaTypes.OCI_MANIFEST, CONTENT)
                    .with("Docker-Content-Digest", digest.toString());
            ScriptedAnswer limited = ScriptedAnswer.of(429).with("Retry-After", "3600");
            registry.on("/v2/app/manifests/v1", manifest, limited).on("/v2/app/manifests/" + digest, manifest, limited);
            var client = new ProxyClient(port);
            String root = "/v2/" + registry.host() + "/app/manifests/";
            assertThat(client.get(root + "v1").headers().firstValue("Age")).isEmpty();
            // When
            var failed = client.get(root + "v1", "Cache-Control", "max-age=0, no-cache");
            var known = client.get(root + "v1");
            var unknown = client.get(root + "v2");
            // Then
            assertThat(failed.statusCode()).isEqualTo(429);
            assertThat(known.statusCode()).isEqualTo(200);
            assertThat(known.body()).isEqualTo(CONTENT);
            assertThat(known.headers().firstValue("Age"))
                    .hasValueSatisfying(age -> assertThat(age).containsOnlyDigits());
            assertThat(unknown.statusCode()).isEqualTo(429);
            assertThat(client.get(root + digest).statusCode()).isEqualTo(200);
            assertThat(registry.calls()).as("the tag twice, the digest once").hasSize(3);
        }
    }
}
