package io.wave.api.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import io.wave.image.Digest;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.oci.MediaTypes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The platforms of images, from the index or from the image configuration, are checked before an image is pulled. */
class ImagePlatformsIT extends RequestApiIT {

    private static final String TAR_GZ = MediaTypes.DOCKER_LAYER_GZIP;
    private static final String FOREIGN = "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip";

    @BeforeAll
    static void images() {
        index(
                "platform/silent",
                "{'mediaType':'%s','digest':'%s','size':1}",
                image("platform/silent", "amd64", TAR_GZ));
        index(
                "platform/told",
                "{'mediaType':'%s','digest':'%s','size':1,'platform':{'os':'linux','architecture':'amd64'}}",
                image("platform/told", "amd64", TAR_GZ));
        image("platform/single", "amd64", TAR_GZ);
        image("platform/foreign", "amd64", FOREIGN);
        image("platform/base", "amd64", TAR_GZ);
    }

    @Test
    void imageOfIndexWithoutPlatformsIsFrozen() {
        Answer answer = client().submit("""
                {'containerImage':'platform/silent','freeze':true,'buildRepository':'mine/app',
                 'containerConfig':{'env':['A=1']}}""");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void imageOfIndexWithoutPlatformsIsIncluded() {
        Answer answer = client().submit("{'containerImage':'platform/base','containerIncludes':['platform/silent']}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void imageOfIndexWithoutPlatformsIsInspected() {
        Answer answer = inspect("platform/silent", "linux/amd64");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"architecture\":\"amd64\"");
        assertThat(inspect("platform/silent", "linux/arm64").status()).isEqualTo(404);
    }

    @Test
    void missingPlatformIsReportedAtSubmission() {
        for (String image : new String[] {"silent", "told", "single"}) {
            Answer answer = client().submit(
                            "{'containerImage':'platform/%s','containerPlatform':'linux/arm64'}".formatted(image));
            assertThat(answer.status()).as(answer.body()).isEqualTo(400);
            assertThat(answer.text("message"))
                    .startsWith("containerPlatform: cannot be used: ")
                    .contains("no image for platform linux/arm64", "images for: linux/amd64");
        }
    }

    @Test
    void existingPlatformIsAccepted() {
        for (String image : new String[] {"silent", "told", "single"}) {
            assertThat(client().submit("{'containerImage':'platform/%s','containerPlatform':'amd64'}".formatted(image))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void layerMissingInRegistryCannotBeIncluded() {
        Answer answer = client().submit("{'containerImage':'platform/base','containerIncludes':['platform/foreign']}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.text("message"))
                .startsWith("containerIncludes[0]: cannot be used")
                .contains(FOREIGN);
    }

    @Test
    void movedTagIsSeenImmediately() {
        String image = image();
        String before = digest(client().submit("{'containerImage':'%s'}".formatted(image)));
        Digest moved = image(image, "amd64", TAR_GZ);

        String after = digest(client().submit("{'containerImage':'%s'}".formatted(image)));

        assertThat(before).isEqualTo(DIGEST.toString());
        assertThat(after).isEqualTo(moved.toString());
    }

    @Test
    void concurrentLookupsShareRequests() {
        String image = image();
        long began = System.nanoTime();
        List<String> digests = IntStream.range(0, 60)
                .parallel()
                .mapToObj(_ -> digest(client().submit("{'containerImage':'%s'}".formatted(image))))
                .toList();
        long tens = Duration.ofNanos(System.nanoTime() - began).toMillis() / 10;
        assertThat(digests).containsOnly(DIGEST.toString());
        assertThat(REGISTRY.count("HEAD", "/v2/%s/manifests/latest".formatted(image)))
                .isLessThanOrEqualTo(tens + 2);
    }

    @Test
    void fusionVersionIsReported() {
        Answer answer = client().submit("""
                {'containerImage':'platform/base','containerConfig':{'layers':[{
                  'location':'https://fusionfs.seqera.io/releases/pkg/2/2/8/fusion-amd64.tar.gz',
                  'gzipDigest':'%s','gzipSize':1,'tarDigest':'%s'}]}}""".formatted(DIGEST, DIGEST));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(client().get("/v1alpha2/container/" + answer.text("requestId"))
                        .text("fusionVersion"))
                .isEqualTo("2.2.8");
    }

    private String digest(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return client().get("/v1alpha2/container/" + answer.text("requestId")).text("sourceDigest");
    }

    private Answer inspect(String image, String platform) {
        return client().post(
                        "/v1alpha1/inspect?platform=" + platform, json("{'containerImage':'%s'}".formatted(image)));
    }

    private static Digest image(String repository, String architecture, String layerType) {
        byte[] config = bytes("""
                {'architecture':'%s','os':'linux','rootfs':{'type':'layers','diff_ids':['%s']}}""".formatted(architecture, DIGEST));
        byte[] manifest = bytes("""
                {'schemaVersion':2,'mediaType':'%s','config':{'mediaType':'%s','digest':'%s','size':%d},
                 'layers':[{'mediaType':'%s','digest':'%s','size':10}]}""".formatted(
                        MediaTypes.DOCKER_MANIFEST,
                        MediaTypes.DOCKER_CONFIG,
                        Digest.of(config),
                        config.length,
                        layerType,
                        Digest.of(bytes(repository))));
        ScriptedAnswer answer = ScriptedAnswer.content(MediaTypes.DOCKER_MANIFEST, manifest)
                .with("Docker-Content-Digest", Digest.of(manifest).toString());
        REGISTRY.on("/v2/%s/manifests/latest".formatted(repository), answer)
                .on("/v2/%s/manifests/%s".formatted(repository, Digest.of(manifest)), answer)
                .on(
                        "/v2/%s/blobs/%s".formatted(repository, Digest.of(config)),
                        ScriptedAnswer.content("application/octet-stream", config));
        return Digest.of(manifest);
    }

    private static void index(String repository, String entry, Digest image) {
        byte[] index = bytes("{'schemaVersion':2,'mediaType':'%s','manifests':[%s]}"
                .formatted(MediaTypes.OCI_INDEX, entry.formatted(MediaTypes.DOCKER_MANIFEST, image)));
        ScriptedAnswer answer = ScriptedAnswer.content(MediaTypes.OCI_INDEX, index)
                .with("Docker-Content-Digest", Digest.of(index).toString());
        REGISTRY.on("/v2/%s/manifests/latest".formatted(repository), answer)
                .on("/v2/%s/manifests/%s".formatted(repository, Digest.of(index)), answer);
    }

    private static byte[] bytes(String text) {
        return json(text).getBytes(StandardCharsets.UTF_8);
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
