package io.wave.registry.push;

import static io.wave.registry.Clients.TENANT;
import static io.wave.registry.Clients.await;
import static io.wave.registry.Clients.user;
import static io.wave.registry.Scripts.REPOSITORY;
import static io.wave.registry.Scripts.bearerRefusal;
import static io.wave.registry.Scripts.blobPath;
import static io.wave.registry.Scripts.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wave.image.Digest;
import io.wave.image.Tag;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import io.wave.oci.MediaTypes;
import io.wave.oci.OciErrorCode;
import io.wave.registry.Clients;
import io.wave.registry.RegistryClient;
import io.wave.registry.Scripts;
import io.wave.registry.error.RegistryException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Uploads to a registry that responds in unusual ways. */
class UploadsTest {

    private static final String UPLOADS = "/v2/some/image/blobs/uploads/";
    private static final String SESSION = "/upload/1";
    private static final byte[] BLOB = new byte[200_000];
    private static final ScriptedAnswer BEGUN = ScriptedAnswer.of(202).with("Location", SESSION + "?state=a");
    private static final ScriptedAnswer CREATED = ScriptedAnswer.of(201);
    private static final ScriptedAnswer ABSENT = ScriptedAnswer.error(404, "BLOB_UNKNOWN");

    private final ScriptedRegistry registry = ScriptedRegistry.start().on(blobPath(BLOB), ABSENT);
    private final ScriptedRegistry other = ScriptedRegistry.start();
    private final RegistryClient client = Clients.of(Map.of(registry.host(), user("user", "secret")));

    @AfterEach
    void stop() {
        registry.close();
        other.close();
    }

    @Test
    void pushScopeIsRequested() {
        other.on("/token", json("{\"token\":\"t\"}"));
        registry.on(blobPath(BLOB), bearerRefusal(other), ABSENT)
                .on(UPLOADS, BEGUN)
                .on(SESSION, CREATED);

        assertThat(await(push().upload(BLOB))).isEqualTo(BlobPush.SENT);

        assertThat(other.calls().getLast().query()).endsWith("&scope=repository:some/image:pull,push");
        assertThat(registry.calls().getLast().query()).isEqualTo("state=a&digest=" + Digest.of(BLOB));
        assertThat(registry.calls().getLast().header("Authorization")).contains("Bearer t");
    }

    @Test
    void mountRequestsPullScopeOfTheSource() {
        other.on("/token", json("{\"token\":\"t\"}"));
        registry.on(UPLOADS, bearerRefusal(other), CREATED);

        assertThat(await(push().copy(source("base/image"), TENANT))).isEqualTo(BlobPush.MOUNTED);

        assertThat(other.calls().getLast().query())
                .endsWith("&scope=repository:some/image:pull,push&scope=repository:base/image:pull");
        assertThat(registry.calls().getLast().query()).isEqualTo("mount=%s&from=base/image".formatted(Digest.of(BLOB)));
    }

    @Test
    void blobIsUploadedIfMountIsUnsupported() {
        registry.on(UPLOADS, BEGUN)
                .on(SESSION, CREATED)
                .on(
                        "/v2/base/image/blobs/" + Digest.of(BLOB),
                        ScriptedAnswer.content("application/octet-stream", BLOB));

        assertThat(await(push().copy(source("base/image"), TENANT))).isEqualTo(BlobPush.SENT);
        assertThat(registry.count("POST", UPLOADS)).isOne();
    }

    @Test
    void interruptedUploadIsRestarted() {
        registry.on(UPLOADS, BEGUN).on(SESSION, ScriptedAnswer.of(503), ScriptedAnswer.of(429), CREATED);

        assertThat(await(push().upload(BLOB))).isEqualTo(BlobPush.SENT);
        assertThat(registry.count("POST", UPLOADS)).isEqualTo(3);
    }

    @Test
    void interruptedSourceIsReadAgain() {
        registry.on(UPLOADS, BEGUN)
                .on(SESSION, CREATED)
                .on(
                        "/v2/base/image/blobs/" + Digest.of(BLOB),
                        ScriptedAnswer.content("application/octet-stream", BLOB).cutAfter(BLOB.length / 2),
                        ScriptedAnswer.content("application/octet-stream", BLOB));

        assertThat(await(push().copy(source("base/image"), TENANT))).isEqualTo(BlobPush.SENT);
    }

    @Test
    void persistentFailureIsReportedAfterThreeUploads() {
        registry.on(UPLOADS, BEGUN).on(SESSION, ScriptedAnswer.of(500));

        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> await(push().upload(BLOB)))
                .satisfies(failure -> assertThat(failure.upstreamStatus()).isEqualTo(500));
        assertThat(registry.count("PUT", SESSION)).isEqualTo(3);
    }

    @Test
    void otherUploadHostGetsNoCredentials() {
        registry.on(blobPath(BLOB), Scripts.refusal("Basic realm=\"a\""), ABSENT)
                .on(UPLOADS, ScriptedAnswer.of(202).with("Location", "http://%s/bucket".formatted(other.host())));
        other.on("/bucket", CREATED);

        assertThat(await(push().upload(BLOB))).isEqualTo(BlobPush.SENT);

        assertThat(other.calls().getLast().query()).isEqualTo("digest=" + Digest.of(BLOB));
        assertThat(other.calls().getLast().header("Authorization")).isEmpty();
    }

    @Test
    void missingRepositoryIsReported() {
        registry.on(UPLOADS, ScriptedAnswer.error(404, "NAME_UNKNOWN"));

        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> await(push().upload(BLOB)))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(OciErrorCode.NAME_UNKNOWN));
    }

    @Test
    void silentRegistryTimesOutDuringUpload() {
        RegistryClient hasty = Clients.of(Map.of(), Duration.ofMillis(300));
        registry.on(UPLOADS, BEGUN).on(SESSION, CREATED.after(Duration.ofSeconds(20)));

        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() ->
                        await(hasty.into(registry.host(), REPOSITORY, TENANT).upload(BLOB)))
                .withMessageContaining("did not respond in time");
    }

    @Test
    void manifestPutIsRetried() {
        String path = "/v2/some/image/manifests/1.0";
        registry.on(path, ScriptedAnswer.of(503), CREATED);

        assertThat(await(push().manifest(new Tag("1.0"), MediaTypes.OCI_MANIFEST, Scripts.MANIFEST)))
                .isEqualTo(Digest.of(Scripts.MANIFEST));
        assertThat(registry.count("PUT", path)).isEqualTo(2);
        assertThat(registry.calls().getLast().header("Content-Type")).contains(MediaTypes.OCI_MANIFEST);
    }

    @Test
    void manifestStoredUnderAnotherDigestIsReported() {
        registry.on("/v2/some/image/manifests/1.0", CREATED.with("Docker-Content-Digest", "sha256:" + "0".repeat(64)));

        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> await(push().manifest(new Tag("1.0"), MediaTypes.OCI_MANIFEST, Scripts.MANIFEST)))
                .withMessageContaining("different digest");
    }

    @Test
    void manifestIsNotPutUnderAnotherDigest() {
        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> await(push().manifest(Digest.of(BLOB), MediaTypes.OCI_MANIFEST, Scripts.MANIFEST)))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(OciErrorCode.DIGEST_INVALID));
        assertThat(registry.calls()).isEmpty();
    }

    private RepositoryPush push() {
        return client.into(registry.host(), REPOSITORY, TENANT);
    }

    private BlobSource source(String repository) {
        return new BlobSource(registry.host(), repository, Digest.of(BLOB), BLOB.length);
    }
}
