package io.wave.mirroring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wave.image.Digest;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.local.IntegrationTest;
import io.wave.local.LocalServices;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import io.wave.local.server.DockerRegistry;
import io.wave.mirror.MirrorProgress;
import io.wave.mirror.MirrorSpec;
import io.wave.oci.MediaTypes;
import io.wave.registry.RegistryClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.json.JsonMapper;

/** Mirrors from the command to the target, with the real skopeo between two real registries. */
@IntegrationTest(properties = "spring.config.name=mirror-worker")
@Import(MirrorRuns.class)
class MirrorIT {

    private static final DockerRegistry SOURCE = LocalServices.newRegistry();
    private static final DockerRegistry TARGET = LocalServices.newRegistry();
    private static final ScriptedRegistry SCRIPTED = ScriptedRegistry.start();
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int KB = 1024;

    @TempDir
    private static Path folder;

    private static Optional<Olareg> olareg = Optional.empty();

    @Autowired
    private MirrorRuns mirrors;

    @Autowired
    private RegistryClient client;

    private SourceImages images;

    @DynamicPropertySource
    static void folders(DynamicPropertyRegistry properties) {
        properties.add("wave.store.location", () -> folder.resolve("objects").toString());
        properties.add("wave.jobs.work-dir", () -> folder.resolve("work").toString());
    }

    @BeforeAll
    static void startRegistry() {
        olareg = Olareg.start(folder);
    }

    @AfterAll
    static void stopRegistries() {
        olareg.ifPresent(Olareg::close);
        SCRIPTED.close();
        SOURCE.close();
        TARGET.close();
    }

    @BeforeEach
    void connect() {
        images = new SourceImages(client, SOURCE.host());
    }

    @Test
    void copiesAnImageWithItsDigestAndTag() throws Exception {
        Digest digest = image("tools/one", "1.0", 3, 100 * KB);
        JobRecord end = mirrors.run(SOURCE.host() + "/tools/one:1.0", digest, TARGET.host() + "/lib/tools/one:1.0");
        assertThat(end.failure()).isNull();
        assertThat(end.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(end.digest()).isEqualTo(digest);
        assertThat(target("lib/tools/one:1.0")).isEqualTo(digest);
        assertThat(mirrors.log(end.id())).contains("Copying blob sha256:", "copied " + TARGET.host());
        assertThat(mirrors.progress(end.id())).hasValueSatisfying(MirrorIT::isComplete);
        // The folder goes after the end is recorded.
        await().untilAsserted(() -> {
            try (Stream<Path> left = Files.list(folder.resolve("work"))) {
                assertThat(left).isEmpty();
            }
        });
    }

    private static void isComplete(MirrorProgress progress) {
        assertThat(progress.layersDone()).isEqualTo(progress.layers()).isEqualTo(4);
        assertThat(progress.bytesDone()).isEqualTo(progress.bytes()).isGreaterThan(300 * KB);
    }

    @Test
    void imageByDigestGetsNoTag() {
        Digest digest = image("tools/pinned", "any", 1, KB);
        JobRecord end = mirrors.run(
                SOURCE.host() + "/tools/pinned@" + digest, digest, TARGET.host() + "/tools/pinned@" + digest);
        assertThat(end.failure()).isNull();
        assertThat(target("tools/pinned@" + digest)).isEqualTo(digest);
        assertThat(images.find(TARGET.host() + "/tools/pinned:any")).isEmpty();
    }

    @Test
    void copiesAllPlatformsWithAttestationsReferrersAndSignatures() {
        Map<String, Object> amd64 = images.image("tools/index", null, 2, KB, MediaTypes.OCI_LAYER_GZIP);
        Map<String, Object> arm64 =
                images.image("tools/index", null, 2, KB, "application/vnd.oci.image.layer.v1.tar+zstd");
        Map<String, Object> attestation = images.image("tools/index", null, 1, KB, "application/vnd.in-toto+json");
        Map<String, Object> index = images.index(
                "tools/index",
                "2",
                List.of(
                        with(amd64, "platform", Map.of("architecture", "amd64", "os", "linux")),
                        with(arm64, "platform", Map.of("architecture", "arm64", "os", "linux")),
                        with(attestation, "platform", Map.of("architecture", "unknown", "os", "unknown"))));
        Digest digest = SourceImages.digest(index);
        Map<String, Object> sbom = images.referrer("tools/index", index, "application/spdx+json");
        Map<String, Object> report = images.referrer("tools/index", index, "application/vnd.test.report");
        images.index(
                "tools/index",
                "sha256-" + digest.hex(),
                List.of(
                        with(sbom, "artifactType", "application/spdx+json"),
                        with(report, "artifactType", "application/vnd.test.report")));
        Digest signature = SourceImages.digest(
                images.image("tools/index", "sha256-" + digest.hex() + ".sig", 1, 100, "application/vnd.cosign"));
        JobRecord end = mirrors.run(SOURCE.host() + "/tools/index:2", digest, TARGET.host() + "/m/tools/index:2");
        assertThat(end.failure()).isNull();
        assertThat(end.note()).isNull();
        assertThat(target("m/tools/index:2")).isEqualTo(digest);
        for (Map<String, Object> part : List.of(amd64, arm64, attestation, sbom, report)) {
            Digest expected = SourceImages.digest(part);
            assertThat(target("m/tools/index@" + expected)).isEqualTo(expected);
        }
        assertThat(target("m/tools/index:sha256-" + digest.hex() + ".sig")).isEqualTo(signature);
        assertThat(referrers(TARGET.host(), "m/tools/index", index))
                .containsExactlyInAnyOrder(
                        SourceImages.digest(sbom).toString(),
                        SourceImages.digest(report).toString());
    }

    /** Skopeo copies no index of indexes. */
    @Test
    void indexOfIndexesIsCopied() {
        String source = "tools/outer";
        Map<String, Object> amd64 = images.image(source, null, 2, KB, MediaTypes.OCI_LAYER_GZIP);
        Map<String, Object> arm64 = images.image(source, null, 2, KB, MediaTypes.OCI_LAYER_GZIP);
        Map<String, Object> first = images.index(source, "first", List.of(amd64));
        Map<String, Object> inner = images.index(source, "inner", List.of(first));
        Map<String, Object> outer = images.index(source, "1", List.of(inner, first, arm64));
        JobRecord end = mirrors.run(
                SOURCE.host() + "/tools/outer:1", SourceImages.digest(outer), TARGET.host() + "/m/tools/outer:1");
        assertThat(end.failure()).isNull();
        assertThat(target("m/tools/outer:1")).isEqualTo(SourceImages.digest(outer));
        for (Map<String, Object> part : List.of(amd64, arm64, first, inner)) {
            assertThat(target("m/tools/outer@" + SourceImages.digest(part))).isEqualTo(SourceImages.digest(part));
        }
    }

    /**
     * Signatures and referrers of the index, of one of its images, and of a referrer.
     *
     * @param atSource whether the source has the referrers API; otherwise clients maintain a tag
     * @param atTarget whether the target has it
     */
    @ParameterizedTest
    @CsvSource({"false, false", "true, true", "true, false", "false, true"})
    void copiesWhatRegctlCopies(boolean atSource, boolean atTarget) {
        Optional<Regctl> regctl = Regctl.find();
        assumeTrue(regctl.isPresent(), "regctl is not installed: scripts/go-clients builds it");
        String from = atSource ? registryWithReferrers() : SOURCE.host();
        String to = atTarget ? registryWithReferrers() : TARGET.host();
        images = new SourceImages(client, from);
        String source = "tools/attached-%s".formatted(atTarget);
        Map<String, Object> amd64 = images.image(source, null, 2, KB, MediaTypes.OCI_LAYER_GZIP);
        Map<String, Object> index = images.index(
                source, "1", List.of(with(amd64, "platform", Map.of("architecture", "amd64", "os", "linux"))));
        Map<String, Object> sbom = images.referrer(source, index, "application/spdx+json");
        Map<String, Object> signed = images.referrer(source, amd64, "application/vnd.test.signed");
        Map<String, Object> nested = images.referrer(source, sbom, "application/vnd.test.nested");
        if (!atSource) {
            referrersTag(source, index, sbom);
            referrersTag(source, amd64, signed);
            referrersTag(source, sbom, nested);
        }
        for (String ending : List.of(".sig", ".att", ".sbom")) {
            images.image(source, digestTag(index) + ending, 1, 100, "application/vnd.cosign");
            images.image(source, digestTag(amd64) + ending, 1, 100, "application/vnd.cosign");
        }
        images.image(source, digestTag(sbom) + ".sig", 1, 100, "application/vnd.cosign");
        images.image(source, "2", 1, 100, MediaTypes.OCI_LAYER_GZIP);
        // When
        String name = "%s/%s:1".formatted(from, source);
        String ours = "ours/attached-%s".formatted(atSource);
        String theirs = "theirs/attached-%s".formatted(atSource);
        JobRecord end = mirrors.run(name, SourceImages.digest(index), "%s/%s:1".formatted(to, ours));
        regctl.get().copy(name, "%s/%s:1".formatted(to, theirs));
        // Then
        assertThat(end.failure()).isNull();
        assertThat(end.note()).isNull();
        Map<String, List<String>> expected = regctl.get().tags("%s/%s".formatted(to, theirs));
        assertThat(expected).hasSizeGreaterThanOrEqualTo(8).doesNotContainKey("2");
        assertThat(regctl.get().tags("%s/%s".formatted(to, ours))).isEqualTo(expected);
        for (Map<String, Object> subject : List.of(index, amd64, sbom)) {
            assertThat(referrers(to, ours, subject)).hasSize(1).isEqualTo(referrers(to, theirs, subject));
        }
    }

    private static String registryWithReferrers() {
        assumeTrue(olareg.isPresent(), "olareg is not installed: scripts/go-clients builds it");
        return olareg.orElseThrow().host();
    }

    private List<String> referrers(String registry, String repository, Map<String, Object> subject) {
        return JSON.readTree(
                        client.referrers(registry, repository, SourceImages.digest(subject), null, SourceImages.ACCESS)
                                .blockOptional()
                                .orElseThrow()
                                .bytes())
                .path("manifests")
                .valueStream()
                .map(entry -> entry.path("digest").stringValue())
                .sorted()
                .toList();
    }

    private void referrersTag(String repository, Map<String, Object> subject, Map<String, Object> referrer) {
        images.index(repository, digestTag(subject), List.of(referrer));
    }

    private static String digestTag(Map<String, Object> descriptor) {
        return SourceImages.digest(descriptor).toString().replace(':', '-');
    }

    @Test
    void copiesManyLayers() {
        Digest digest = image("tools/many", "1", 200, KB);
        JobRecord end = mirrors.run(SOURCE.host() + "/tools/many:1", digest, TARGET.host() + "/tools/many:1");
        assertThat(end.failure()).isNull();
        assertThat(target("tools/many:1")).isEqualTo(digest);
        assertThat(mirrors.progress(end.id()).orElseThrow().layers()).isEqualTo(201);
    }

    @Test
    void movedTagIsNoticedAndTheRequestedImageCopied() {
        Digest requested = image("tools/moving", "1", 1, KB);
        Digest newer = image("tools/moving", "1", 1, KB);
        JobRecord end = mirrors.run(SOURCE.host() + "/tools/moving:1", requested, TARGET.host() + "/tools/moving:1");
        assertThat(end.digest()).isEqualTo(requested);
        assertThat(end.note()).isEqualTo("tag '1' of the source has moved to %s since the request".formatted(newer));
        assertThat(target("tools/moving:1")).isEqualTo(requested);
        // A late mirror of the older image does not take the tag from the newer one.
        assertThat(mirrors.run(SOURCE.host() + "/tools/moving:1", newer, TARGET.host() + "/tools/moving:1")
                        .note())
                .isNull();
        MirrorSpec late = MirrorRuns.spec(
                SOURCE.host() + "/tools/moving:1",
                requested,
                TARGET.host() + "/tools/moving:1",
                Duration.ofMinutes(1),
                2);
        mirrors.start(late);
        await().untilAsserted(() -> assertThat(mirrors.record(late)).hasValueSatisfying(record -> {
            assertThat(record.generation()).isEqualTo(2);
            assertThat(record.state()).isEqualTo(JobState.SUCCEEDED);
            assertThat(record.note()).endsWith("which the target has: its tag was left there");
        }));
        assertThat(target("tools/moving:1")).isEqualTo(newer);
    }

    @Test
    void vanishedSourceFailsInWords() {
        Digest gone = new Digest("e".repeat(64));
        JobRecord end = mirrors.run(SOURCE.host() + "/tools/gone:1", gone, TARGET.host() + "/tools/gone:1");
        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.failure())
                .isEqualTo(
                        "mirror failed: source image '%s/tools/gone@%s' not found: it was deleted, or access is denied"
                                .formatted(SOURCE.host(), gone));
    }

    /** A digest does not prove that the user of a mirror may read a blob. */
    @Test
    void blobThatTheSourceLacksIsNotTakenFromAnotherRepositoryOfTheTarget() {
        Digest digest = image("tools/private", "1", 1, KB);
        assertThat(mirrors.run(SOURCE.host() + "/tools/private:1", digest, TARGET.host() + "/a/private:1")
                        .failure())
                .isNull();
        byte[] manifest =
                images.find(SOURCE.host() + "/tools/private:1").orElseThrow().bytes();
        Digest config =
                Digest.parse(JSON.readTree(manifest).at("/config/digest").asString());
        Digest layer =
                Digest.parse(JSON.readTree(manifest).at("/layers/0/digest").asString());
        SCRIPTED.on("/v2/", ScriptedAnswer.of(200))
                .on("/v2/names/only/manifests/" + digest, ScriptedAnswer.content(MediaTypes.OCI_MANIFEST, manifest))
                .on(
                        "/v2/names/only/blobs/" + config,
                        ScriptedAnswer.content("application/octet-stream", images.blob("tools/private", config)));
        JobRecord end =
                mirrors.run(SCRIPTED.host() + "/names/only@" + digest, digest, TARGET.host() + "/b/only@" + digest);
        assertThat(end.failure()).contains("a part of the image is not in the registry");
        assertThat(images.hasBlob(TARGET.host(), "b/only", layer)).isFalse();
    }

    /** Skopeo tries TLS first, which the scripted registry answers with silence. */
    @Test
    void overloadedRegistryIsWaitedFor() {
        byte[] layer = "a layer".getBytes(StandardCharsets.UTF_8);
        byte[] config = "{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}"
                .getBytes(StandardCharsets.UTF_8);
        byte[] manifest = JsonMapper.builder()
                .build()
                .writeValueAsBytes(Map.of(
                        "schemaVersion",
                        2,
                        "mediaType",
                        MediaTypes.OCI_MANIFEST,
                        "config",
                        descriptor(MediaTypes.OCI_CONFIG, config),
                        "layers",
                        List.of(descriptor(MediaTypes.OCI_LAYER_GZIP, layer))));
        Digest digest = Digest.of(manifest);
        SCRIPTED.on("/v2/", ScriptedAnswer.of(200))
                .on(
                        "/v2/busy/image/manifests/" + digest,
                        ScriptedAnswer.error(429, "TOOMANYREQUESTS").with("Retry-After", "1"),
                        ScriptedAnswer.content(MediaTypes.OCI_MANIFEST, manifest))
                .on(
                        "/v2/busy/image/blobs/" + Digest.of(layer),
                        ScriptedAnswer.error(503, "UNAVAILABLE"),
                        ScriptedAnswer.content("application/octet-stream", layer))
                .on(
                        "/v2/busy/image/blobs/" + Digest.of(config),
                        ScriptedAnswer.content("application/octet-stream", config));
        JobRecord end =
                mirrors.run(SCRIPTED.host() + "/busy/image@" + digest, digest, TARGET.host() + "/busy/image@" + digest);
        assertThat(end.failure()).isNull();
        assertThat(target("busy/image@" + digest)).isEqualTo(digest);
        assertThat(mirrors.log(end.id())).contains("[try 1 of 6 failed", "503");
    }

    private static Map<String, Object> descriptor(String mediaType, byte[] content) {
        return Map.of("mediaType", mediaType, "digest", Digest.of(content).toString(), "size", content.length);
    }

    private Digest image(String repository, String tag, int layers, int size) {
        return SourceImages.digest(images.image(repository, tag, layers, size, MediaTypes.OCI_LAYER_GZIP));
    }

    private Digest target(String name) {
        return images.find(TARGET.host() + "/" + name).orElseThrow().digest();
    }

    private static Map<String, Object> with(Map<String, Object> descriptor, String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(descriptor);
        more.put(name, value);
        return more;
    }
}
