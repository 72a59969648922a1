package io.wave.proxy.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.image.Digest;
import io.wave.local.LocalServices;
import io.wave.local.server.DockerRegistry;
import io.wave.oci.MediaTypes;
import io.wave.proxy.fixture.ProxyClient;
import io.wave.proxy.fixture.PushedImages;
import io.wave.proxy.fixture.Tokens;
import io.wave.token.RequestRecord;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A token for a built image serves that image and nothing else of the shared repository. */
@RegistryProxyTest
class TokenScopeIT {

    private static final String BUILDS = "org/builds";
    private static final Pattern DIGEST = Pattern.compile("\"digest\":\"(sha256:[0-9a-f]{64})\"");

    private static final DockerRegistry REGISTRY = LocalServices.newRegistry();
    private static final PushedImages IMAGES = new PushedImages(REGISTRY.host());
    private static final Digest OWN = IMAGES.index(BUILDS, "own", false);
    private static final Digest OTHER = IMAGES.image(BUILDS, "other", false, "s390x");
    private static final Digest OTHER_BLOB =
            IMAGES.uploads().blob(BUILDS, "a layer of somebody else".getBytes(StandardCharsets.UTF_8));

    @Autowired
    ReactiveStringRedisTemplate redis;

    @LocalServerPort
    int port;

    private ProxyClient client;
    private RequestRecord built;

    @DynamicPropertySource
    static void registry(DynamicPropertyRegistry properties) {
        properties.add("wave.build.repo", () -> REGISTRY.host() + "/" + BUILDS);
    }

    @AfterAll
    static void stopRegistry() {
        REGISTRY.close();
    }

    @BeforeEach
    void requestABuiltImage() {
        client = new ProxyClient(port);
        built = new Tokens(redis).oneImage(REGISTRY.host() + "/" + BUILDS + ":own", OWN);
    }

    @Test
    void everythingOfTheImageIsServed() {
        String index = text(recordPull(path("manifests/own")));
        recordPull(path("manifests/" + OWN));
        for (String child : digests(index)) {
            String manifest = text(recordPull(path("manifests/" + child)));
            digests(manifest).forEach(blob -> recordPull(path("blobs/" + blob)));
        }
        assertThat(digests(index)).hasSize(2);
    }

    @Test
    void nothingElseOfTheRepositoryIsServed() {
        refused(path("manifests/other"), "MANIFEST_UNKNOWN");
        refused(path("manifests/" + OTHER), "MANIFEST_UNKNOWN");
        refused(path("blobs/" + OTHER_BLOB), "BLOB_UNKNOWN");
    }

    @Test
    void onlyOwnTagIsListed() {
        assertThat(text(recordPull(path("tags/list"))))
                .isEqualTo("{\"name\":\"wt/%s/%s\",\"tags\":[\"own\"]}".formatted(built.token(), BUILDS));
        assertThat(text(recordPull(path("tags/list?n=0")))).contains("\"tags\":[]");
        assertThat(text(recordPull(path("tags/list?last=own")))).contains("\"tags\":[]");
        assertThat(client.get(path("tags/list?n=x")).statusCode()).isEqualTo(400);
        assertThat(text(client.get(path("tags/list?n=x")))).contains("n: must be a number, not 'x'");
    }

    @Test
    void attachmentsOfTheImageAreServedAndThoseOfOthersAreNot() {
        // Given
        byte[] signature = "signature of own".getBytes(StandardCharsets.UTF_8);
        Digest attached = attach(OWN, signature);
        Digest foreign = attach(OTHER, "signature of another".getBytes(StandardCharsets.UTF_8));
        // Then
        assertThat(text(recordPull(path("referrers/" + OWN)))).contains(attached.toString());
        recordPull(path("manifests/" + attached));
        recordPull(path("blobs/" + Digest.of(signature)));
        assertThat(text(recordPull(path("referrers/" + OTHER)))).contains("\"manifests\":[]");
        refused(path("manifests/" + foreign), "MANIFEST_UNKNOWN");
    }

    @Test
    void requestedImageInBuildRepositoryIsServedAlone() {
        built = new Tokens(redis).of(REGISTRY.host() + "/" + BUILDS + ":own", OWN);
        recordPull(path("manifests/own"));
        refused(path("manifests/other"), "MANIFEST_UNKNOWN");
        assertThat(text(recordPull(path("tags/list")))).contains("[\"own\"]");
    }

    private static Digest attach(Digest subject, byte[] content) {
        Digest blob = IMAGES.uploads().blob(BUILDS, content);
        byte[] manifest = """
            {"schemaVersion":2,"mediaType":"%1$s","config":{"mediaType":"text/plain","digest":"%2$s","size":%3$d},\
            "layers":[],"subject":{"mediaType":"%1$s","digest":"%4$s","size":1}}\
            """.formatted(MediaTypes.OCI_MANIFEST, blob, content.length, subject)
                .getBytes(StandardCharsets.UTF_8);
        Digest digest =
                IMAGES.uploads().manifest(BUILDS, Digest.of(manifest).toString(), MediaTypes.OCI_MANIFEST, manifest);
        byte[] index = """
            {"schemaVersion":2,"mediaType":"%s","manifests":[{"mediaType":"%s","digest":"%s","size":%d}]}\
            """.formatted(MediaTypes.OCI_INDEX, MediaTypes.OCI_MANIFEST, digest, manifest.length)
                .getBytes(StandardCharsets.UTF_8);
        IMAGES.uploads().manifest(BUILDS, subject.toString().replace(':', '-'), MediaTypes.OCI_INDEX, index);
        return digest;
    }

    private HttpResponse<byte[]> recordPull(String path) {
        HttpResponse<byte[]> answer = client.get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        assertThat(client.head(path).statusCode()).as(path).isEqualTo(200);
        return answer;
    }

    private void refused(String path, String code) {
        HttpResponse<byte[]> answer = client.get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(404);
        assertThat(text(answer)).contains(code);
        assertThat(client.head(path).statusCode()).as(path).isEqualTo(404);
    }

    private static List<String> digests(String document) {
        return DIGEST.matcher(document)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    private String path(String content) {
        return "/v2/wt/" + built.token() + "/" + BUILDS + "/" + content;
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
