package io.wave.api.submission;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import io.wave.api.token.RequestStore;
import io.wave.augment.derive.Derivation;
import io.wave.augment.derive.DerivationKey;
import io.wave.augment.derive.Deriver;
import io.wave.augment.derive.DocumentCache;
import io.wave.container.ContainerConfig;
import io.wave.container.Layer;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import io.wave.registry.RegistryClient;
import io.wave.token.ContainerToken;
import io.wave.token.RequestRecord;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;

/** Images requested by digest, digests in responses, and layers of included images. */
class DigestIT extends RequestApiIT {

    private static final ContainerConfig FOO = new ContainerConfig(null, null, List.of("FOO=bar"), null, List.of());

    private final ScriptedImage image = ScriptedImage.push(REGISTRY, image(), "latest", "amd64");

    @Autowired
    private RequestStore requests;

    @Autowired
    private RegistryClient registries;

    @Test
    void pinnedImageIsServedUnderItsFinalDigest() {
        Answer answer = client().submit(
                        "{'containerImage':'%s','containerConfig':{'env':['FOO=bar']}}".formatted(image.pinned()));

        Digest served = derived(image.pinned(), FOO);
        String token = answer.text("requestId");
        assertThat(answer.text("targetImage"))
                .as(answer.body())
                .isEqualTo("localhost:9090/wt/%s/%s@%s".formatted(token, image.repository(), served));
        assertThat(answer.text("digest"))
                .isEqualTo(served.toString())
                .isNotEqualTo(image.digest().toString());
        assertThat(record(token).sourceDigest()).isEqualTo(image.digest());
        Answer details = client().get("/v1alpha2/container/" + token);
        assertThat(details.text("waveDigest")).isEqualTo(served.toString());
        assertThat(details.text("waveImage")).isEqualTo(answer.text("targetImage"));
    }

    @Test
    void tagWithDigestIsOmittedFromName() {
        Answer answer = client().submit("{'containerImage':'%s:latest@%s','containerConfig':{'env':['FOO=bar']}}"
                .formatted(image.repository(), image.digest()));

        assertThat(answer.text("targetImage"))
                .as(answer.body())
                .endsWith(image.repository() + "@" + answer.text("digest"));
    }

    @Test
    void unchangedImageKeepsItsDigest() {
        Answer pinned = client().submit("{'containerImage':'%s'}".formatted(image.pinned()));
        Answer tagged = client().submit("{'containerImage':'%s'}".formatted(image.repository()));

        assertThat(pinned.text("digest")).isEqualTo(image.digest().toString());
        assertThat(pinned.text("targetImage")).endsWith(image.pinned());
        assertThat(tagged.text("digest")).isEqualTo(image.digest().toString());
        assertThat(tagged.text("targetImage")).endsWith(image.repository() + ":latest");
        assertThat(REGISTRY.count("GET", "/v2/%s/manifests/%s".formatted(image.repository(), image.digest())))
                .isZero();
    }

    @Test
    void finalDigestOfTagIsReturned() {
        Answer answer = client().submit(
                        "{'containerImage':'%s','containerConfig':{'env':['FOO=bar']}}".formatted(image.repository()));

        assertThat(answer.text("digest")).isEqualTo(derived(image.pinned(), FOO).toString());
        assertThat(answer.text("targetImage")).endsWith(image.repository() + ":latest");
    }

    @Test
    void lastKnownDigestIsUsedWhileTheRegistryLimitsCalls() {
        try (ScriptedRegistry limiting = ScriptedRegistry.start()) {
            ScriptedImage known = ScriptedImage.push(limiting, "app", "latest", "amd64");
            String request =
                    "{'containerImage':'%s/app','containerConfig':{'env':['FOO=bar']}}".formatted(limiting.host());
            Answer current = client().submit(request);
            limiting.on("/v2/app/manifests/latest", ScriptedAnswer.of(429).with("Retry-After", "3600"));

            Answer refused = client().send(client().request("/v1alpha2/container")
                    .header("Content-Type", "application/json")
                    .header("Cache-Control", "no-cache")
                    .POST(BodyPublishers.ofString(request.replace('\'', '"'))));
            Answer later = client().submit(request);

            assertThat(current.status()).as(current.body()).isEqualTo(200);
            assertThat(current.header("Age")).isEmpty();
            assertThat(refused.status()).as(refused.body()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isNotEmpty();
            assertThat(later.status()).as(later.body()).isEqualTo(200);
            assertThat(later.header("Age")).containsOnlyDigits();
            assertThat(later.text("digest")).isEqualTo(current.text("digest"));
            assertThat(record(later.text("requestId")).sourceDigest()).isEqualTo(known.digest());
        }
    }

    @Test
    void pinnedImageForOtherPlatformIsRejected() {
        long before = count("container_request");

        Answer answer = client().submit(
                        "{'containerImage':'%s','containerPlatform':'linux/arm64','containerConfig':{'env':['FOO=bar']}}"
                                .formatted(image.pinned()));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("message")).contains("containerPlatform", "linux/arm64");
        assertThat(count("container_request")).isEqualTo(before);
    }

    @Test
    void missingDigestIsRejected() {
        Answer answer = client().submit("{'containerImage':'%s@sha256:%s','containerConfig':{'env':['FOO=bar']}}"
                .formatted(image.repository(), "0".repeat(64)));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("message")).contains("containerImage", "does not exist");
    }

    @Test
    void unreadablePinnedImageIsRejected() {
        REGISTRY.on("/v2/%s/manifests/%s".formatted(image.repository(), image.digest()), ScriptedAnswer.of(500));

        Answer answer =
                client().submit("{'containerImage':'%s','containerConfig':{'env':['A=b']}}".formatted(image.pinned()));

        assertThat(answer.status()).isEqualTo(503);
    }

    @Test
    void documentsOfAnImageAreReadOnceForAllConfigurations() {
        for (String value : List.of("1", "2", "3")) {
            Answer answer = client().submit("{'containerImage':'%s','containerConfig':{'env':['A=%s']}}"
                    .formatted(image.pinned(), value));
            assertThat(answer.text("digest")).as(answer.body()).startsWith("sha256:");
        }

        String repository = "/v2/%s/".formatted(image.repository());
        assertThat(REGISTRY.count("GET", repository + "manifests/" + image.digest()))
                .isEqualTo(1);
        assertThat(REGISTRY.calls().stream().filter(call -> call.path().startsWith(repository + "blobs/")))
                .hasSize(1);
    }

    @Test
    void missingDigestOfResponseIsOneWarning() {
        REGISTRY.on("/v2/%s/manifests/%s".formatted(image.repository(), image.digest()), ScriptedAnswer.of(500));
        ListAppender<ILoggingEvent> warnings = new ListAppender<>();
        ThresholdFilter threshold = new ThresholdFilter();
        threshold.setLevel("WARN");
        threshold.start();
        warnings.addFilter(threshold);
        warnings.start();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(warnings);
        try {
            Answer answer = client().submit(
                            "{'containerImage':'%s','containerConfig':{'env':['A=b']}}".formatted(image.repository()));
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.json().has("digest")).isFalse();
        } finally {
            root.detachAppender(warnings);
        }

        // The broker of the test warns too.
        var ours =
                warnings.list.stream().filter(warning -> warning.getLoggerName().startsWith("io.wave."));
        assertThat(ours).singleElement().satisfies(warning -> {
            assertThat(warning.getFormattedMessage()).startsWith("A response omits the image digest: ");
            assertThat(warning.getThrowableProxy()).isNull();
        });
    }

    @Test
    void includedLayersAreOnTop() {
        ScriptedImage tools = ScriptedImage.push(REGISTRY, image(), "1.0", "amd64");
        Answer answer = client().submit("""
                {'containerImage':'%s','containerIncludes':['%s:1.0'],'containerConfig':{'layers':[
                  {'location':'https://files.test/a.tar.gz','gzipDigest':'%s','gzipSize':5,'tarDigest':'%s'}]}}
                """.formatted(
                image.repository(), tools.repository(), "sha256:" + "1".repeat(64), "sha256:" + "2".repeat(64)));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(Objects.requireNonNull(record(answer.text("requestId")).config())
                        .layerList())
                .hasSize(2)
                .last()
                .isEqualTo(new Layer(
                        "docker://docker.io/v2/%s/blobs/%s".formatted(tools.repository(), tools.layer()),
                        tools.layer().toString(),
                        ScriptedImage.LAYER_SIZE,
                        tools.diffId().toString(),
                        null));
        assertThat(answer.text("digest")).startsWith("sha256:");
    }

    @Test
    void includeThatCannotBeReadIsNamed() {
        REGISTRY.on("/v2/test/closed/manifests/1", ScriptedAnswer.error(403, "DENIED"));

        for (String hidden : List.of("test/absent:1", "test/closed:1")) {
            assertInclude(
                    hidden,
                    400,
                    ("containerIncludes[0]: 'docker.io/%s' does not exist, or access is denied: check the name; for a private"
                                    + " image, use an API token with credentials for 'docker.io'")
                            .formatted(hidden));
        }
        assertInclude("a b", 400, "containerIncludes[0]: invalid name");
        assertInclude(
                ScriptedImage.push(REGISTRY, image(), "latest", "arm64").repository(),
                400,
                "containerIncludes[0]: cannot be used");
    }

    private void assertInclude(String include, int status, String message) {
        Answer answer = client().submit(
                        "{'containerImage':'%s','containerIncludes':['%s']}".formatted(image.repository(), include));
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.text("message")).startsWith(message);
    }

    private Digest derived(String image, ContainerConfig config) {
        var key = new DerivationKey("anonymous", ImageReference.parse(image), null, config);
        return new Deriver(registries, DocumentCache.NONE)
                .derive(key)
                .map(Derivation::root)
                .blockOptional()
                .orElseThrow();
    }

    private RequestRecord record(String token) {
        return requests.find(new ContainerToken(token)).orElseThrow().record();
    }
}
