package io.wave.registry.push;

import static io.wave.registry.Clients.TENANT;
import static io.wave.registry.Clients.await;
import static io.wave.registry.Clients.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Tag;
import io.wave.local.server.DockerRegistry;
import io.wave.oci.MediaTypes;
import io.wave.oci.OciErrorCode;
import io.wave.registry.BufferLeaks;
import io.wave.registry.Clients;
import io.wave.registry.PushedImage;
import io.wave.registry.RegistryClient;
import io.wave.registry.blob.BlobResponse;
import io.wave.registry.config.Credentials;
import io.wave.registry.error.RegistryException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/** Pushes to two real registries, one of them with a password. */
@ExtendWith(BufferLeaks.class)
class RepositoryPushIT {

    private static final Credentials USER = new Credentials("user", "a secret: with /+ odd=chars");
    private static final String HTPASSWD = "user:$2b$05$abcdefghijklmnopqrstuuLk9PsWWsdHMJYBsDB08UaKt.SjTQ6Ne\n";
    private static final int LAYER = 5_000_000;

    @TempDir
    static Path openFolder;

    @TempDir
    static Path protectedFolder;

    private static DockerRegistry open;
    private static DockerRegistry guarded;
    private static PushedImage image;
    private static RegistryClient client;

    @BeforeAll
    static void startRegistries() {
        assumeTrue(DockerRegistry.isInstalled(), "needs docker-registry on the PATH");
        open = DockerRegistry.start(openFolder);
        guarded = DockerRegistry.startProtected(protectedFolder, HTPASSWD);
        image = PushedImage.push(open.host(), "some/image", "1.0", LAYER, Optional.empty());
        client = Clients.of(Map.of(guarded.host(), user(USER.username(), USER.password())));
    }

    @AfterAll
    static void stopRegistries() {
        if (guarded != null) {
            guarded.close();
            open.close();
        }
    }

    @Test
    void blobOfTheSameRegistryIsMounted() {
        RepositoryPush push = client.into(open.host(), "other/image", TENANT);

        assertThat(await(push.copy(layer(), TENANT))).isEqualTo(BlobPush.MOUNTED);
        assertThat(await(push.copy(layer(), TENANT))).isEqualTo(BlobPush.PRESENT);
    }

    @Test
    void imageIsCopiedToAnotherRegistry() {
        RepositoryPush push = client.into(guarded.host(), "team/copy", TENANT);

        assertThat(await(push.copy(layer(), TENANT))).isEqualTo(BlobPush.SENT);
        assertThat(await(push.upload(image.config()))).isEqualTo(BlobPush.SENT);
        assertThat(await(push.manifest(new Tag("1.0"), MediaTypes.OCI_MANIFEST, image.manifest())))
                .isEqualTo(image.digest());

        var copy = ImageReference.parse(guarded.host() + "/team/copy:1.0");
        assertThat(await(client.manifest(copy, TENANT)).bytes()).isEqualTo(image.manifest());
        var blob = await(client.blob(guarded.host(), "team/copy", image.layerDigest(), null, TENANT)
                .cast(BlobResponse.Body.class));
        assertThat(Clients.bytes(blob.content())).isEqualTo(image.layer());
    }

    @Test
    void manifestAndIndexArePutByDigest() {
        RepositoryPush push = client.into(open.host(), "some/image", TENANT);
        byte[] index = """
                {"schemaVersion":2,"mediaType":"%s","manifests":[{"mediaType":"%s","digest":"%s","size":%d,\
                "platform":{"architecture":"amd64","os":"linux"}}]}""".formatted(
                        MediaTypes.OCI_INDEX, MediaTypes.OCI_MANIFEST, image.digest(), image.manifest().length)
                .getBytes(StandardCharsets.UTF_8);

        await(push.manifest(image.digest(), MediaTypes.OCI_MANIFEST, image.manifest()));
        Digest digest = await(push.manifest(new Tag("index"), MediaTypes.OCI_INDEX, index));

        var pushed = await(client.manifest(ImageReference.parse(open.host() + "/some/image:index"), TENANT));
        assertThat(pushed.digest()).isEqualTo(digest).isEqualTo(Digest.of(index));
        assertThat(pushed.mediaType()).isEqualTo(MediaTypes.OCI_INDEX);
    }

    @Test
    void manifestWithoutBlobsIsRejected() {
        RepositoryPush push = client.into(open.host(), "empty/image", TENANT);

        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> await(push.manifest(new Tag("1.0"), MediaTypes.OCI_MANIFEST, image.manifest())))
                .satisfies(failure -> assertThat(failure.upstreamStatus()).isIn(400, 404));
    }

    @Test
    void contentWithAnotherDigestIsNotStored() {
        RepositoryPush push = client.into(open.host(), "wrong/image", TENANT);
        byte[] content = bytes(1_000_000);
        Digest other = Digest.of(bytes(10));

        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> await(push.upload(other, content.length, stream(content))))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(OciErrorCode.DIGEST_INVALID))
                .withMessageContaining(other.toString());
        assertThat(client.headBlob(open.host(), "wrong/image", other, TENANT).blockOptional())
                .isEmpty();
    }

    @Test
    void contentWithAnotherLengthIsNotStored() {
        RepositoryPush push = client.into(open.host(), "short/image", TENANT);
        byte[] content = bytes(100_000);

        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> await(push.upload(Digest.of(content), content.length + 1, stream(content))))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(OciErrorCode.DIGEST_INVALID));
    }

    @Test
    void missingSourceIsReported() {
        RepositoryPush push = client.into(guarded.host(), "team/copy", TENANT);
        var absent = new BlobSource(open.host(), "some/image", Digest.of(bytes(11)), 11);

        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> await(push.copy(absent, TENANT)))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(OciErrorCode.BLOB_UNKNOWN))
                .withMessageContaining("some/image");
    }

    @Test
    void registryWithPasswordRequiresIt() {
        RepositoryPush push = Clients.of(Map.of()).into(guarded.host(), "team/copy", TENANT);

        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> await(push.upload(bytes(12))))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(OciErrorCode.UNAUTHORIZED));
    }

    private static BlobSource layer() {
        return new BlobSource(open.host(), "some/image", image.layerDigest(), LAYER);
    }

    private static Flux<ByteBuf> stream(byte[] content) {
        int part = 16 * 1024;
        return Flux.range(0, (content.length + part - 1) / part)
                .map(i -> Unpooled.wrappedBuffer(content, i * part, Math.min(part, content.length - i * part)));
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
