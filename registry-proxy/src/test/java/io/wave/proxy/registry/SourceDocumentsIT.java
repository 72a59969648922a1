package io.wave.proxy.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.container.ContainerConfig;
import io.wave.image.Digest;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import io.wave.oci.MediaTypes;
import io.wave.proxy.fixture.ProxyClient;
import io.wave.proxy.fixture.Tokens;
import io.wave.token.RequestRecord;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

/** How often the manifests and configurations of a source image are read from its registry. */
@RegistryProxyTest
class SourceDocumentsIT {

    private static final byte[] CONFIG =
            "{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}"
                    .getBytes(StandardCharsets.UTF_8);
    private static final byte[] MANIFEST = """
            {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"%s","digest":"%s","size":%d},"layers":[]}\
            """.formatted(
                    MediaTypes.OCI_MANIFEST, MediaTypes.OCI_CONFIG, Digest.of(CONFIG), CONFIG.length)
            .getBytes(StandardCharsets.UTF_8);
    private static final String MANIFEST_PATH = "/v2/app/manifests/" + Digest.of(MANIFEST);
    private static final String CONFIG_PATH = "/v2/app/blobs/" + Digest.of(CONFIG);

    @Autowired
    ReactiveStringRedisTemplate redis;

    @LocalServerPort
    int port;

    @Test
    void eachIsReadOnceForAllConfigurations() {
        try (ScriptedRegistry registry = ScriptedRegistry.start()) {
            registry.on("/v2/", ScriptedAnswer.of(200))
                    .on(MANIFEST_PATH, ScriptedAnswer.content(MediaTypes.OCI_MANIFEST, MANIFEST))
                    .on(CONFIG_PATH, ScriptedAnswer.content("application/octet-stream", CONFIG));
            // When
            Set<String> digests = new HashSet<>();
            for (String value : List.of("A=1", "A=2", "A=3")) {
                var config = new ContainerConfig(null, null, List.of(value), null, null);
                digests.add(pull(new Tokens(redis).of(registry.host() + "/app:v1", Digest.of(MANIFEST), config, null)));
            }
            // Then
            assertThat(digests).hasSize(3);
            assertThat(registry.count("GET", MANIFEST_PATH)).isEqualTo(1);
            assertThat(registry.count("GET", CONFIG_PATH)).isEqualTo(1);
        }
    }

    private String pull(RequestRecord request) {
        var response = new ProxyClient(port).get("/v2/wt/" + request.token() + "/app/manifests/v1");
        assertThat(response.statusCode()).isEqualTo(200);
        return response.headers().firstValue("Docker-Content-Digest").orElseThrow();
    }
}
