package io.wave.registry.retry;

import static io.wave.registry.Clients.TENANT;
import static io.wave.registry.Scripts.MANIFEST_PATH;
import static io.wave.registry.Scripts.image;
import static io.wave.registry.Scripts.manifest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.wave.image.ImageReference;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import io.wave.local.server.FreePort;
import io.wave.oci.OciErrorCode;
import io.wave.registry.Clients;
import io.wave.registry.RegistryClient;
import io.wave.registry.error.RegistryException;
import io.wave.registry.error.RegistryFailure;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryBreakersTest {

    private static final int FAILURES = 3;
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final ScriptedRegistry registry = ScriptedRegistry.start();
    private RegistryClient client = Clients.withBreaker(FAILURES, LONG);

    @AfterEach
    void stop() {
        client.close();
        registry.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {502, 503, 504})
    void registryThatDoesNotAnswerIsNotCalled(int status) {
        registry.on(MANIFEST_PATH, ScriptedAnswer.of(status));

        fail(FAILURES);
        RegistryException rejection = failure();

        assertThat(registry.calls()).hasSize(FAILURES);
        assertThat(rejection.failure()).isEqualTo(RegistryFailure.TIMEOUT);
        assertThat(rejection.code()).isEqualTo(OciErrorCode.UNAVAILABLE);
        assertThat(rejection)
                .hasMessageMatching(
                        "\\Q%s/some/image: registry '%s' has failed 3 times in the last \\E[0-9]+ s \\(status %d\\), next attempt at [-0-9]+T[:0-9]+Z"
                                .formatted(registry.host(), registry.host(), status));
        assertThat(rejection.retryAfter())
                .hasValueSatisfying(left -> assertThat(left).isBetween(LONG.dividedBy(2), LONG));
        assertThat(client.suspended())
                .singleElement()
                .satisfies(suspended -> assertThat(suspended.server()).isEqualTo(registry.host()));
    }

    @Test
    void unreachableRegistryIsNamed() {
        String host = "127.0.0.1:" + FreePort.find();
        ImageReference image = ImageReference.parse(host + "/some/image:1.0");

        for (int i = 0; i < FAILURES; i++) {
            assertThat(failure(image)).hasMessageContaining("connection refused");
        }
        RegistryException rejection = failure(image);

        // The kind decides what callers are told, so it stays the same.
        assertThat(rejection.failure()).isEqualTo(RegistryFailure.UNREACHABLE);
        assertThat(rejection).hasMessageContaining("registry '%s' has failed 3 times".formatted(host));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 429, 404, 403, 401})
    void answerToOneCallerIsNoFailureForOthers(int status) {
        registry.on(MANIFEST_PATH, ScriptedAnswer.of(status));

        fail(FAILURES);
        registry.on(MANIFEST_PATH, manifest());

        assertThat(Clients.await(client.manifest(image(registry), TENANT))).isNotNull();
    }

    @Test
    void successEndsTheRowOfFailures() {
        registry.on(MANIFEST_PATH, ScriptedAnswer.of(503));
        fail(FAILURES - 1);
        registry.on(MANIFEST_PATH, manifest());
        Clients.await(client.manifest(image(registry), TENANT));
        registry.on(MANIFEST_PATH, ScriptedAnswer.of(503));
        fail(FAILURES - 1);

        assertThat(failure()).hasMessageContaining("status 503 (");
        assertThat(failure()).hasMessageContaining("has failed 3 times");
    }

    @Test
    void otherRegistriesAreCalled() {
        registry.on(MANIFEST_PATH, ScriptedAnswer.of(503));
        fail(FAILURES);

        try (ScriptedRegistry other = ScriptedRegistry.start()) {
            other.on(MANIFEST_PATH, manifest());
            assertThat(Clients.await(client.manifest(image(other), TENANT))).isNotNull();
        }
    }

    @Test
    void oneCallFindsOutWhetherTheRegistryAnswersAgain() {
        client.close();
        client = Clients.withBreaker(FAILURES, SHORT);
        registry.on(MANIFEST_PATH, ScriptedAnswer.of(503));
        fail(FAILURES);

        // The first that is let through fails, and the next ones are not sent again.
        await().until(() -> failure().upstreamStatus() == 503);
        assertThat(failure().upstreamStatus()).isZero();
        assertThat(registry.calls()).hasSize(FAILURES + 1);

        registry.on(MANIFEST_PATH, manifest());
        await().ignoreExceptions().until(() -> Clients.await(client.manifest(image(registry), TENANT)) != null);
        assertThat(client.suspended()).isEmpty();
        Clients.await(client.manifest(image(registry), TENANT));
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            failure();
        }
    }

    private RegistryException failure() {
        return failure(image(registry));
    }

    private RegistryException failure(ImageReference image) {
        return catchThrowableOfType(
                RegistryException.class,
                () -> client.manifest(image, TENANT).blockOptional().orElseThrow(RegistryBreakersTest::absent));
    }

    private static RegistryException absent() {
        return new RegistryException(OciErrorCode.MANIFEST_UNKNOWN, 404, "absent");
    }
}
