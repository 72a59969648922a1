package io.wave.registry.document;

import static io.wave.registry.Clients.TENANT;
import static io.wave.registry.Clients.await;
import static io.wave.registry.Scripts.MANIFEST_PATH;
import static io.wave.registry.Scripts.REPOSITORY;
import static io.wave.registry.Scripts.blobPath;
import static io.wave.registry.Scripts.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.wave.image.Digest;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import io.wave.oci.DocumentLimits;
import io.wave.oci.MediaTypes;
import io.wave.oci.OciErrorCode;
import io.wave.registry.Clients;
import io.wave.registry.RegistryClient;
import io.wave.registry.error.RegistryException;
import io.wave.registry.error.RegistryFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class DocumentLimitsTest {

    private static final String TAGS = "/v2/some/image/tags/list";

    private final ScriptedRegistry registry = ScriptedRegistry.start();
    private final RegistryClient client = Clients.of(Map.of());

    @AfterEach
    void stop() {
        registry.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "[0,", "{\"a\":0},"})
    void configurationWithTooManyTokensIsRejected(String part) {
        byte[] config = ("{\"rootfs\":[" + part.repeat(40_000)).getBytes(StandardCharsets.UTF_8);
        registry.on(blobPath(config), ScriptedAnswer.content("a/b", config));

        RegistryException failure = failure(config(config));

        assertThat(failure).hasMessageContaining("nested too deeply, or has too many or too long values");
        assertThat(failure.code()).isEqualTo(OciErrorCode.MANIFEST_INVALID);
    }

    @Test
    void manifestWithTooManyTokensIsRejected() {
        byte[] index = "{\"schemaVersion\":2,\"manifests\":[%s{}]}"
                .formatted("{},".repeat(20_000))
                .getBytes(StandardCharsets.UTF_8);
        registry.on(MANIFEST_PATH, ScriptedAnswer.content(MediaTypes.OCI_INDEX, index));

        RegistryException failure = failure(client.manifest(image(registry), TENANT));

        assertThat(failure.failure()).isEqualTo(RegistryFailure.INVALID_ANSWER);
        assertThat(failure.code()).isEqualTo(OciErrorCode.MANIFEST_INVALID);
    }

    @Test
    void configurationOfMoreThan4MiBIsNotRead() {
        byte[] config = new byte[DocumentLimits.MAX_BYTES + 1];
        registry.on(blobPath(config), ScriptedAnswer.content("a/b", config));

        RegistryException failure = failure(config(config));

        assertThat(failure).hasMessageContaining("more than 4194304 bytes");
        assertThat(failure.code()).isEqualTo(OciErrorCode.MANIFEST_INVALID);
    }

    @Test
    void numberOfTagsIsLimited() {
        byte[] tags = "{\"tags\":[%s\"z\"]}".formatted("\"a\",".repeat(250_000)).getBytes(StandardCharsets.UTF_8);
        registry.on(TAGS, ScriptedAnswer.content("application/json", tags));

        assertThat(failure(client.tags(registry.host(), REPOSITORY, null, null, TENANT))
                        .failure())
                .isEqualTo(RegistryFailure.INVALID_ANSWER);
    }

    @Test
    void slowDocumentTimesOut() {
        byte[] config = new byte[100_000];
        registry.on(blobPath(config), ScriptedAnswer.content("a/b", config).dripping());
        RegistryClient impatient = Clients.of(Map.of(), Duration.ofMillis(300));

        RegistryException failure =
                failure(impatient.content(registry.host(), REPOSITORY, Digest.of(config), 1_000_000, TENANT));

        assertThat(failure.failure()).isEqualTo(RegistryFailure.TIMEOUT);
        assertThat(failure).hasMessageContaining("did not complete its response in time");
    }

    @Test
    void documentsOfAnOperationAreCountedTogether() {
        Flux<byte[]> configs = Flux.range(0, 20).concatMap(i -> {
            byte[] config = new byte[1_000_000 + i];
            registry.on(blobPath(config), ScriptedAnswer.content("a/b", config));
            return config(config);
        });

        assertThat(failure(client.limitingMemory(configs.then(Mono.just(true)))))
                .hasMessageContaining("more than 8 MiB of manifests and configurations for one image");
        assertThat(registry.calls()).hasSizeLessThan(12);
    }

    private Mono<byte[]> config(byte[] config) {
        return client.content(registry.host(), REPOSITORY, Digest.of(config), DocumentLimits.MAX_BYTES, TENANT);
    }

    private static RegistryException failure(Mono<?> call) {
        return catchThrowableOfType(RegistryException.class, () -> await(call));
    }
}
