package io.wave.registry;

import static io.wave.registry.Clients.await;
import static io.wave.registry.Clients.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Tag;
import io.wave.local.server.DockerRegistry;
import io.wave.oci.MediaTypes;
import io.wave.oci.OciErrorCode;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.blob.BlobHead;
import io.wave.registry.blob.BlobResponse;
import io.wave.registry.blob.VerifiedContent;
import io.wave.registry.config.RegistryEntry;
import io.wave.registry.error.RegistryException;
import io.wave.registry.manifest.ManifestContent;
import io.wave.registry.manifest.ResolvedManifest;
import io.wave.registry.manifest.TagPage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

class PlainRegistryIT {

    private static final String REPOSITORY = "some/image";
    private static final Digest ABSENT = Digest.of(new byte[] {1, 2, 3});

    @TempDir
    static Path folder;

    private static DockerRegistry registry;
    private static PushedImage image;

    private final RegistryClient client = Clients.of(Map.of());

    @BeforeAll
    static void startRegistry() {
        assumeTrue(DockerRegistry.isInstalled(), "needs docker-registry on the PATH");
        registry = DockerRegistry.start(folder);
        image = PushedImage.push(registry.host(), REPOSITORY, "1.0", 300_000, Optional.empty());
    }

    @AfterAll
    static void stopRegistry() {
        if (registry != null) {
            registry.close();
        }
    }

    @Test
    void tagIsResolved() {
        ResolvedManifest resolved = await(client.resolve(image.reference(), Clients.TENANT));

        assertThat(resolved)
                .isEqualTo(new ResolvedManifest(image.digest(), MediaTypes.OCI_MANIFEST, image.manifest().length));
    }

    @Test
    void manifestIsRead() {
        ManifestContent byTag = await(client.manifest(image.reference(), Clients.TENANT));
        ManifestContent byDigest = await(client.manifest(image.reference().at(image.digest()), Clients.TENANT));

        assertThat(byTag).usingRecursiveComparison().isEqualTo(byDigest);
        assertThat(byTag.bytes()).isEqualTo(image.manifest());
        assertThat(byTag.digest()).isEqualTo(image.digest());
        assertThat(byTag.mediaType()).isEqualTo(MediaTypes.OCI_MANIFEST);
    }

    @Test
    void missingContentIsEmpty() {
        var absent = image.reference().at(new Tag("absent"));

        assertThat(client.resolve(absent, Clients.TENANT).blockOptional()).isEmpty();
        assertThat(client.manifest(absent, Clients.TENANT).blockOptional()).isEmpty();
        assertThat(client.blob(registry.host(), REPOSITORY, ABSENT, null, Clients.TENANT)
                        .blockOptional())
                .isEmpty();
        assertThat(client.headBlob(registry.host(), REPOSITORY, ABSENT, Clients.TENANT)
                        .blockOptional())
                .isEmpty();
        assertThat(client.content(registry.host(), "no/such/repository", ABSENT, 10, Clients.TENANT)
                        .blockOptional())
                .isEmpty();
    }

    /** The registry has an internal error for them. */
    @Test
    void digestsOfOtherBlobsAreNoManifests() {
        for (Digest other : List.of(image.layerDigest(), Digest.of(image.config()))) {
            ImageReference named = image.reference().at(other);
            for (Mono<?> question : List.of(
                    client.resolve(named, Clients.TENANT),
                    client.manifest(named, Clients.TENANT),
                    client.manifestOfAnySchema(named, Clients.TENANT))) {
                assertThatThrownBy(question::block)
                        .isInstanceOfSatisfying(RegistryException.class, failure -> {
                            assertThat(failure.code()).isEqualTo(OciErrorCode.MANIFEST_INVALID);
                            assertThat(failure.failure().isPermanent()).isTrue();
                        })
                        .hasMessageContaining("use the digest of an image manifest");
            }
        }
    }

    @Test
    void configurationIsRead() {
        byte[] config = client.content(registry.host(), REPOSITORY, Digest.of(image.config()), 1000, Clients.TENANT)
                .block();

        assertThat(config).isEqualTo(image.config());
    }

    @Test
    void overlongContentIsRejected() {
        assertThatThrownBy(() -> client.content(registry.host(), REPOSITORY, image.layerDigest(), 1000, Clients.TENANT)
                        .block())
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("more than 1000 bytes");
    }

    @Test
    void blobIsStreamed() {
        BlobResponse.Body body = open(null);

        assertThat(body.status()).isEqualTo(200);
        assertThat(body.length()).isEqualTo(300_000);
        assertThat(bytes(VerifiedContent.of(body.content(), image.layerDigest(), body.length())))
                .isEqualTo(image.layer());
    }

    @Test
    void rangeOfABlobIsStreamed() {
        BlobResponse.Body body = open("bytes=10-19");

        assertThat(body.status()).isEqualTo(206);
        assertThat(body.length()).isEqualTo(10);
        assertThat(body.contentRange()).contains("bytes 10-19/300000");
        assertThat(bytes(body.content())).isEqualTo(Arrays.copyOfRange(image.layer(), 10, 20));
    }

    @Test
    void rangeOutsideTheBlobFails() {
        assertThatThrownBy(() -> open("bytes=300000-"))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        failure -> assertThat(failure.code()).isEqualTo(OciErrorCode.RANGE_INVALID));
    }

    @Test
    void cancelledBlobIsAborted() {
        BlobResponse.Body body = open(null);

        body.close();

        assertThat(bytes(open(null).content())).isEqualTo(image.layer());
    }

    @Test
    void lengthOfABlobIsReturned() {
        assertThat(client.headBlob(registry.host(), REPOSITORY, image.layerDigest(), Clients.TENANT)
                        .map(BlobHead::length)
                        .block())
                .isEqualTo(300_000);
    }

    @Test
    void tagsAreListed() {
        for (String tag : List.of("a", "b", "c")) {
            PushedImage.push(registry.host(), "tagged", tag, 10, Optional.empty());
        }

        TagPage page = await(client.tags(registry.host(), "tagged", null, null, Clients.TENANT));

        assertThat(page.tags()).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(page.next()).isEmpty();
    }

    @Test
    void indexWithoutReferrersIsEmpty() {
        ManifestContent referrers =
                await(client.referrers(registry.host(), REPOSITORY, image.digest(), null, Clients.TENANT));

        assertThat(referrers.mediaType()).isEqualTo(MediaTypes.OCI_INDEX);
        assertThat(referrers.bytes()).asString().contains("\"manifests\":[]");
    }

    @Test
    void configuredEndpointReplacesTheRegistry() {
        RegistryClient standIn =
                Clients.of(Map.of("docker.io", new RegistryEntry(null, null, false, "http://" + registry.host())));

        assertThat(standIn.resolve(ImageReference.parse("some/image:1.0"), RegistryAccess.NONE)
                        .map(ResolvedManifest::digest)
                        .block())
                .isEqualTo(image.digest());
    }

    private BlobResponse.Body open(@Nullable String range) {
        return await(client.blob(registry.host(), REPOSITORY, image.layerDigest(), range, Clients.TENANT)
                .cast(BlobResponse.Body.class));
    }
}
