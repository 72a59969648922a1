package io.wave.registry.manifest;

import static io.wave.registry.Clients.TENANT;
import static io.wave.registry.Clients.await;
import static io.wave.registry.Scripts.MANIFEST;
import static io.wave.registry.Scripts.MANIFEST_PATH;
import static io.wave.registry.Scripts.image;
import static io.wave.registry.Scripts.json;
import static io.wave.registry.Scripts.manifest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.image.Digest;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import io.wave.oci.MediaTypes;
import io.wave.oci.OciErrorCode;
import io.wave.registry.Clients;
import io.wave.registry.RegistryClient;
import io.wave.registry.Scripts;
import io.wave.registry.error.RegistryException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestsTest {

    private static final Digest DIGEST = Digest.of(MANIFEST);

    private final ScriptedRegistry registry = ScriptedRegistry.start();
    private final RegistryClient client = Clients.of(Map.of());

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void digestIsResolvedByHead() {
        registry.on(MANIFEST_PATH, manifest());

        assertThat(resolved()).isEqualTo(new ResolvedManifest(DIGEST, MediaTypes.OCI_MANIFEST, MANIFEST.length));
        assertThat(registry.count("GET", MANIFEST_PATH)).isZero();
    }

    @Test
    void digestIsComputedWithoutHeader() {
        registry.on(MANIFEST_PATH, ScriptedAnswer.content(MediaTypes.OCI_MANIFEST, MANIFEST));

        assertThat(resolved().digest()).isEqualTo(DIGEST);
    }

    @Test
    void digestHeaderOfAnotherAlgorithmIsIgnored() {
        registry.on(MANIFEST_PATH, manifest().with("Docker-Content-Digest", "sha512:abc"));

        assertThat(resolved().digest()).isEqualTo(DIGEST);
    }

    @Test
    void manifestIsReadByGetIfHeadIsUnsupported() {
        registry.on(MANIFEST_PATH, ScriptedAnswer.of(405), manifest());

        assertThat(resolved().digest()).isEqualTo(DIGEST);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 410})
    void manifestIsReadByGetIfHeadIsRejected(int status) {
        registry.on(MANIFEST_PATH, ScriptedAnswer.error(status, "MANIFEST_UNKNOWN"), manifest());

        assertThat(resolved().digest()).isEqualTo(DIGEST);
    }

    @Test
    void manifestIsReadByGetIfHeadHasNoLength() {
        registry.on(MANIFEST_PATH, manifest().withoutLength(), manifest());

        assertThat(resolved().length()).isEqualTo(MANIFEST.length);
        assertThat(registry.count("GET", MANIFEST_PATH)).isOne();
    }

    @Test
    void missingManifestIsEmpty() {
        assertThat(client.resolve(image(registry), TENANT).blockOptional()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 405})
    void blobLengthIsReadByGetIfHeadIsRejected(int status) {
        ScriptedAnswer blob = ScriptedAnswer.content("a/b", MANIFEST);
        registry.on(Scripts.blobPath(MANIFEST), ScriptedAnswer.error(status, "BLOB_UNKNOWN"), blob);

        assertThat(await(client.headBlob(registry.host(), "some/image", DIGEST, TENANT))
                        .length())
                .isEqualTo(MANIFEST.length);
    }

    @Test
    void blobLengthIsReadByGetIfHeadHasNoLength() {
        ScriptedAnswer blob = ScriptedAnswer.content("a/b", MANIFEST);
        registry.on(Scripts.blobPath(MANIFEST), blob.withoutLength(), blob);

        assertThat(await(client.headBlob(registry.host(), "some/image", DIGEST, TENANT))
                        .length())
                .isEqualTo(MANIFEST.length);
    }

    @Test
    void contentTypeParametersAreNotPartOfTheMediaType() {
        registry.on(
                MANIFEST_PATH,
                manifest().with("Content-Type", "Application/vnd.oci.image.manifest.v1+json; charset=utf-8"));

        assertThat(resolved().mediaType()).isEqualTo(MediaTypes.OCI_MANIFEST);
    }

    @Test
    void mediaTypeIsDerivedFromContentTypeOrMembers() {
        byte[] manifest = bytes("{\"schemaVersion\":2,\"config\":{\"mediaType\":\"x\"},\"layers\":[]}");
        byte[] index = bytes("{\"schemaVersion\":2,\"manifests\":[]}");
        registry.on(
                MANIFEST_PATH,
                ScriptedAnswer.content(MediaTypes.DOCKER_MANIFEST, manifest),
                ScriptedAnswer.content("application/json", manifest),
                ScriptedAnswer.content("text/plain", index));

        assertThat(mediaType()).isEqualTo(MediaTypes.DOCKER_MANIFEST);
        assertThat(mediaType()).isEqualTo(MediaTypes.OCI_MANIFEST);
        assertThat(mediaType()).isEqualTo(MediaTypes.OCI_INDEX);
    }

    @Test
    void otherContentIsRejectedAsManifest() {
        registry.on(MANIFEST_PATH, ScriptedAnswer.content("text/html", bytes("<html>")));

        assertThatThrownBy(this::mediaType)
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        failure -> assertThat(failure.code()).isEqualTo(OciErrorCode.MANIFEST_INVALID));
    }

    @Test
    void schema1IsOnlyReadForInspection() {
        byte[] manifest = bytes("{\"schemaVersion\":1,\"fsLayers\":[]}");
        registry.on(MANIFEST_PATH, ScriptedAnswer.content("application/json", manifest));

        ManifestContent shown = await(client.manifestOfAnySchema(image(registry), TENANT));

        assertThat(shown.mediaType()).isEqualTo(MediaTypes.DOCKER_SCHEMA1_UNSIGNED);
        assertThat(shown.digest()).isEqualTo(Digest.of(manifest));
        assertThatThrownBy(this::mediaType).isInstanceOf(RegistryException.class);
    }

    @Test
    void nextPageOfTagsFollowsTheLink() {
        registry.on(
                "/v2/some/image/tags/list",
                json("{\"name\":\"some/image\",\"tags\":[\"a\",\"b\"]}")
                        .with("Link", "</v2/some/image/tags/list?n=2&last=b%2B>; rel=\"next\""),
                json("{\"name\":\"some/image\",\"tags\":null}"));

        TagPage first = await(client.tags(registry.host(), "some/image", 2, "a b", TENANT));
        TagPage last =
                await(client.tags(registry.host(), "some/image", 2, first.next().orElseThrow(), TENANT));

        assertThat(first.tags()).containsExactly("a", "b");
        assertThat(first.next()).contains("b+");
        assertThat(last).isEqualTo(new TagPage(List.of(), Optional.empty()));
        assertThat(registry.calls()).extracting(call -> call.query()).containsExactly("n=2&last=a b", "n=2&last=b+");
    }

    @Test
    void tagsArePagedForRegistriesWithoutPagination() {
        registry.on("/v2/some/image/tags/list", json("{\"tags\":[\"a\",\"b\",\"c\"]}"));

        TagPage first = await(client.tags(registry.host(), "some/image", 2, null, TENANT));
        TagPage last = await(client.tags(registry.host(), "some/image", 2, "b", TENANT));

        assertThat(first).isEqualTo(new TagPage(List.of("a", "b"), Optional.of("b")));
        assertThat(last).isEqualTo(new TagPage(List.of("c"), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x\\r\\nSet-Cookie: a=b", "a b", "text", "/", "a/\u2603", ""})
    void invalidMediaTypeIsIgnored(String word) {
        byte[] manifest = bytes("{\"schemaVersion\":2,\"mediaType\":\"%s\",\"layers\":[]}".formatted(word));
        registry.on(MANIFEST_PATH, ScriptedAnswer.content(MediaTypes.OCI_MANIFEST, manifest));

        assertThat(mediaType()).isEqualTo(MediaTypes.OCI_MANIFEST);
    }

    @Test
    void referrersAreRequestedByType() {
        byte[] index = bytes("{\"schemaVersion\":2,\"manifests\":[{}]}");
        registry.on(
                "/v2/some/image/referrers/" + DIGEST,
                ScriptedAnswer.content(MediaTypes.OCI_INDEX, index).with("OCI-Filters-Applied", "artifactType"));

        ManifestContent referrers =
                await(client.referrers(registry.host(), "some/image", DIGEST, "application/spdx+json", TENANT));

        assertThat(referrers.bytes()).isEqualTo(index);
        assertThat(registry.calls().getFirst().query()).isEqualTo("artifactType=application/spdx+json");
    }

    @Test
    void referrersTagIsUsedWithoutEndpoint() {
        byte[] index = bytes("{\"schemaVersion\":2,\"manifests\":[{}]}");
        registry.on(
                "/v2/some/image/manifests/sha256-" + DIGEST.hex(), ScriptedAnswer.content(MediaTypes.OCI_INDEX, index));

        assertThat(await(client.referrers(registry.host(), "some/image", DIGEST, null, TENANT))
                        .bytes())
                .isEqualTo(index);
    }

    @Test
    void referrersAreFilteredIfTheRegistryDoesNot() {
        byte[] all = bytes("""
                {"schemaVersion":2,"manifests":[{"artifactType":"a/b","size":1},{"artifactType":"c/d"},{"size":2}]}""");
        registry.on("/v2/some/image/referrers/" + DIGEST, ScriptedAnswer.content(MediaTypes.OCI_INDEX, all))
                .on(
                        "/v2/some/other/manifests/sha256-" + DIGEST.hex(),
                        ScriptedAnswer.content(MediaTypes.OCI_INDEX, all));

        for (String repository : List.of("some/image", "some/other")) {
            assertThat(await(client.referrers(registry.host(), repository, DIGEST, "a/b", TENANT))
                            .bytes())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("{\"schemaVersion\":2,\"manifests\":[{\"artifactType\":\"a/b\",\"size\":1}]}");
        }
    }

    @Test
    void imageAtTheReferrersTagIsIgnored() {
        registry.on("/v2/some/image/manifests/sha256-" + DIGEST.hex(), manifest());

        assertThat(await(client.referrers(registry.host(), "some/image", DIGEST, null, TENANT))
                        .bytes())
                .asString(StandardCharsets.UTF_8)
                .contains("\"manifests\":[]");
    }

    private ResolvedManifest resolved() {
        return await(client.resolve(image(registry), TENANT));
    }

    private String mediaType() {
        return await(client.manifest(image(registry), TENANT)).mediaType();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
