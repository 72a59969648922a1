package io.wave.registry;

import static io.wave.registry.Clients.TENANT;
import static io.wave.registry.Clients.await;
import static io.wave.registry.Scripts.MANIFEST_PATH;
import static io.wave.registry.Scripts.REPOSITORY;
import static io.wave.registry.Scripts.blobPath;
import static io.wave.registry.Scripts.image;
import static io.wave.registry.Scripts.manifest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import io.wave.local.server.FreePort;
import io.wave.oci.OciErrorCode;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.blob.BlobResponse;
import io.wave.registry.config.RegistryEntry;
import io.wave.registry.error.RegistryException;
import io.wave.registry.error.RegistryFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class FailuresTest {

    private static final byte[] CONTENT = new byte[100_000];

    private final ScriptedRegistry registry = ScriptedRegistry.start();
    private final RegistryClient client = Clients.of(Map.of());

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void temporaryFailureIsRetried() {
        registry.on(MANIFEST_PATH, ScriptedAnswer.error(429, "TOOMANYREQUESTS"), ScriptedAnswer.of(503), manifest());

        assertThat(await(client.manifest(image(registry), TENANT)).bytes()).isEqualTo(Scripts.MANIFEST);
    }

    @Test
    void persistentFailureIsReportedAfterThreeCalls() {
        registry.on(MANIFEST_PATH, ScriptedAnswer.error(500, "UNKNOWN"));

        RegistryException failure = failure(client);

        assertThat(failure.code()).isEqualTo(OciErrorCode.UNAVAILABLE);
        assertThat(failure.upstreamStatus()).isEqualTo(500);
        assertThat(registry.calls()).hasSize(3);
    }

    @Test
    void retryAfterIsReported() {
        registry.on(MANIFEST_PATH, ScriptedAnswer.error(429, "TOOMANYREQUESTS").with("Retry-After", "120"));

        RegistryException failure = failure(client);

        assertThat(failure.code()).isEqualTo(OciErrorCode.TOOMANYREQUESTS);
        assertThat(failure.retryAfter()).contains(Duration.ofMinutes(2));
        assertThat(registry.calls()).hasSize(1);
    }

    @Test
    void registryIsNotCalledDuringRetryAfter() {
        registry.on(MANIFEST_PATH, ScriptedAnswer.error(429, "TOOMANYREQUESTS").with("Retry-After", "120"));

        failure(client);
        RegistryException again = failure(client);
        RegistryException other = catchThrowableOfType(
                RegistryException.class,
                () -> await(client.tags(registry.host(), "some/other", null, null, new RegistryAccess("other"))));

        assertThat(registry.calls()).hasSize(1);
        assertThat(again.code()).isEqualTo(OciErrorCode.TOOMANYREQUESTS);
        assertThat(again.retryAfter())
                .hasValueSatisfying(left -> assertThat(left).isPositive().isLessThanOrEqualTo(Duration.ofMinutes(2)));
        assertThat(other.failure()).isEqualTo(RegistryFailure.RATE_LIMITED);
        // Another user may have called that repository.
        assertThat(other).hasMessageContaining("some/other").hasMessageNotContaining(REPOSITORY);
    }

    @Test
    void shortRetryAfterIsAwaited() {
        registry.on(MANIFEST_PATH, ScriptedAnswer.error(429, "TOOMANYREQUESTS").with("Retry-After", "1"), manifest());

        assertThat(await(Mono.zip(client.manifest(image(registry), TENANT), client.resolve(image(registry), TENANT))))
                .isNotNull();
    }

    @Test
    void failureWithoutRetryAfterDoesNotDelayOthers() {
        registry.on(MANIFEST_PATH, ScriptedAnswer.of(503).with("Retry-After", "120"), manifest());

        failure(client);

        assertThat(await(client.manifest(image(registry), TENANT)).bytes()).isEqualTo(Scripts.MANIFEST);
    }

    @Test
    void retryAfterAppliesToOneUserOnly() {
        registry.on(MANIFEST_PATH, ScriptedAnswer.error(429, "TOOMANYREQUESTS").with("Retry-After", "120"), manifest());
        RegistryClient withUser = Clients.of(Map.of(registry.host(), Clients.user("user", "secret")));

        failure(withUser);

        assertThat(await(withUser.manifest(image(registry), RegistryAccess.NONE))
                        .bytes())
                .isEqualTo(Scripts.MANIFEST);
    }

    @Test
    void retryBudgetLimitsCalls() {
        registry.on(MANIFEST_PATH, ScriptedAnswer.error(500, "UNKNOWN"));

        for (int i = 0; i < 10; i++) {
            failure(client);
        }

        assertThat(registry.calls()).hasSize(20);
    }

    @Test
    void closedConnectionIsRetried() {
        registry.on(MANIFEST_PATH, manifest().cutAfter(10), manifest());

        assertThat(await(client.manifest(image(registry), TENANT)).bytes()).isEqualTo(Scripts.MANIFEST);
    }

    @Test
    void interruptedContentIsReadAgain() {
        ScriptedAnswer whole = ScriptedAnswer.content("a/b", CONTENT);
        registry.on(blobPath(CONTENT), whole.cutAfter(90_000), whole);

        assertThat(await(client.content(registry.host(), REPOSITORY, Digest.of(CONTENT), 1_000_000, TENANT)))
                .isEqualTo(CONTENT);
    }

    @Test
    void tlsFailureIsReported() throws IOException {
        try (PartialResponse plain = PartialResponse.start(1000, 500)) {
            var registries = Map.of("docker.io", new RegistryEntry(null, null, false, "https://" + plain.host()));

            RegistryException failure = catchThrowableOfType(
                    RegistryException.class,
                    () -> await(Clients.of(registries).resolve(ImageReference.parse("some/image"), TENANT)));

            assertThat(failure).hasMessageContaining("TLS connection to");
        }
    }

    @Test
    void silentRegistryFails() {
        registry.on(MANIFEST_PATH, manifest().after(Duration.ofMinutes(1)));

        RegistryException failure = failure(Clients.of(Map.of(), Duration.ofMillis(200)));

        assertThat(failure).hasMessageContaining("did not respond in time");
        assertThat(failure.code()).isEqualTo(OciErrorCode.UNAVAILABLE);
    }

    @Test
    void unreachableRegistryIsReported() {
        var absent = ImageReference.parse("localhost:%d/some/image:1".formatted(FreePort.find()));

        RegistryException failure =
                catchThrowableOfType(RegistryException.class, () -> await(client.manifest(absent, TENANT)));

        assertThat(failure).hasMessageContaining("cannot connect to");
        assertThat(failure.upstreamStatus()).isZero();
    }

    @Test
    void textOfTheRegistryIsNotRepeated() {
        registry.on(MANIFEST_PATH, ScriptedAnswer.error(403, "DENIED"));

        RegistryException failure = failure(client);

        assertThat(failure.code()).isEqualTo(OciErrorCode.DENIED);
        assertThat(failure).hasMessageContaining(REPOSITORY).hasMessageNotContaining("scripted");
    }

    @Test
    void manifestWithAnotherDigestIsRejected() {
        var pinned = image(registry).at(Digest.of(Scripts.MANIFEST));
        registry.on("/v2/some/image/manifests/" + pinned.reference(), manifest().corrupted());

        RegistryException failure =
                catchThrowableOfType(RegistryException.class, () -> await(client.manifest(pinned, TENANT)));

        assertThat(failure).hasMessageContaining("different digest");
        assertThat(failure.code()).isEqualTo(OciErrorCode.MANIFEST_INVALID);
    }

    @Test
    void blobWithAnotherDigestIsRejected() {
        registry.on(blobPath(CONTENT), ScriptedAnswer.content("a/b", CONTENT).corrupted());

        RegistryException failure = catchThrowableOfType(
                RegistryException.class,
                () -> await(client.content(registry.host(), REPOSITORY, Digest.of(CONTENT), 1_000_000, TENANT)));

        assertThat(failure).hasMessageContaining("different digest");
        assertThat(failure.code()).isEqualTo(OciErrorCode.MANIFEST_INVALID);
    }

    @Test
    void incompleteBlobFails() {
        registry.on(blobPath(CONTENT), ScriptedAnswer.content("a/b", CONTENT).cutAfter(50_000));
        var body =
                (BlobResponse.Body) await(client.blob(registry.host(), REPOSITORY, Digest.of(CONTENT), null, TENANT));

        assertThat(body.length()).isEqualTo(100_000);
        assertThat(catchThrowableOfType(RegistryException.class, () -> Clients.bytes(body.content())))
                .hasMessageContaining("connection to the registry was closed");
    }

    @Test
    void endlessManifestIsRejected() {
        registry.on(MANIFEST_PATH, manifest().with(new byte[5_000_000]));

        assertThat(failure(client)).hasMessageContaining("more than 4194304 bytes");
    }

    private RegistryException failure(RegistryClient asking) {
        return catchThrowableOfType(RegistryException.class, () -> await(asking.manifest(image(registry), TENANT)));
    }
}
