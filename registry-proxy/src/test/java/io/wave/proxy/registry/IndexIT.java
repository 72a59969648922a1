package io.wave.proxy.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.container.ContainerConfig;
import io.wave.image.Digest;
import io.wave.image.Platform;
import io.wave.oci.MediaTypes;
import io.wave.proxy.fixture.ProxyClient;
import io.wave.proxy.fixture.Tokens;
import io.wave.token.RequestRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@RegistryProxyTest
class IndexIT extends LocalRegistryTest {

    private static final ContainerConfig CONFIG = new ContainerConfig(null, null, List.of("A=1"), null, null);

    @Test
    void everyImageOfNestedIndexIsExtendedAndOtherEntriesAreUnchanged() {
        // Given
        Digest inner = images.index("nested", "inner", false);
        Digest image = images.image("nested", "", false, "s390x");
        Digest artifact = artifact("nested");
        Digest source = index("nested", """
            {"mediaType":"%s","digest":"%s","size":1},\
            {"mediaType":"%s","digest":"%s","size":1,"platform":{"architecture":"s390x","os":"linux"}},\
            {"mediaType":"%s","digest":"%s","size":1},\
            {"mediaType":"%s","digest":"%s","size":1,"platform":{"architecture":"unknown","os":"unknown"},"annotations":\
            {"vnd.docker.reference.type":"attestation-manifest","vnd.docker.reference.digest":"%s"}}\
            """.formatted(
                        MediaTypes.OCI_INDEX,
                        inner,
                        MediaTypes.OCI_MANIFEST,
                        image,
                        MediaTypes.OCI_MANIFEST,
                        artifact,
                        MediaTypes.OCI_MANIFEST,
                        artifact,
                        image));
        var request = new Tokens(redis).of(registry.host() + "/nested:v1", source, CONFIG, null);
        // When
        JsonNode root = json(request, "manifests/v1");
        JsonNode nested = json(request, "manifests/" + digest(root, 0));
        // Then
        assertThat(root.path("manifests").size()).isEqualTo(3);
        assertThat(environment(request, nested, 0)).contains("A=1");
        assertThat(environment(request, nested, 1)).contains("A=1");
        assertThat(environment(request, root, 1)).contains("A=1");
        assertThat(digest(root, 2)).isEqualTo(artifact.toString());
    }

    @Test
    void indexWithoutRequestedPlatformIsRejected() {
        // Given
        Digest source = images.index("platforms", "v1", true);
        var request =
                new Tokens(redis).of(registry.host() + "/platforms:v1", source, CONFIG, Platform.parse("linux/arm/v7"));
        // When
        var response = new ProxyClient(port).get("/v2/wt/" + request.token() + "/platforms/manifests/v1");
        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains("linux/arm/v7");
    }

    @Test
    void artifactCannotBeExtended() {
        // Given
        Digest source = artifact("artifact");
        var request = new Tokens(redis).of(registry.host() + "/artifact:v1", source, CONFIG, null);
        // When
        var response = new ProxyClient(port).get("/v2/wt/" + request.token() + "/artifact/manifests/v1");
        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains("MANIFEST_INVALID");
    }

    private String environment(RequestRecord request, JsonNode index, int entry) {
        JsonNode manifest = json(request, "manifests/" + digest(index, entry));
        String config = manifest.path("config").path("digest").stringValue();
        return json(request, "blobs/" + config).path("config").path("Env").toString();
    }

    private JsonNode json(RequestRecord request, String content) {
        var response = new ProxyClient(port)
                .get("/v2/wt/" + request.token() + "/" + request.image().repository() + "/" + content);
        assertThat(response.statusCode()).as(content).isEqualTo(200);
        return JsonMapper.shared().readTree(response.body());
    }

    private static String digest(JsonNode index, int entry) {
        return index.path("manifests").path(entry).path("digest").stringValue();
    }

    private static Digest artifact(String repository) {
        byte[] blob = "sif".getBytes(StandardCharsets.UTF_8);
        Digest digest = images.uploads().blob(repository, blob);
        byte[] manifest = """
            {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"application/vnd.sylabs.sif.config.v1+json",\
            "digest":"%s","size":3},"layers":[]}\
            """.formatted(MediaTypes.OCI_MANIFEST, digest).getBytes(StandardCharsets.UTF_8);
        return images.uploads().manifest(repository, "v1", MediaTypes.OCI_MANIFEST, manifest);
    }

    private static Digest index(String repository, String entries) {
        byte[] index = "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
                .formatted(MediaTypes.OCI_INDEX, entries)
                .getBytes(StandardCharsets.UTF_8);
        return images.uploads().manifest(repository, "v1", MediaTypes.OCI_INDEX, index);
    }
}
