package io.wave.api.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import io.wave.image.Digest;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.oci.MediaTypes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names that refer to something else than a container image. */
class ArtifactsIT extends RequestApiIT {

    private static final String CONFIG = "'containerConfig':{'env':['A=1']}";

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            value = {
                "{'mediaType':'application/vnd.cncf.helm.config.v1+json'} | application/vnd.cncf.helm.config.v1+json",
                "{'mediaType':'application/vnd.sylabs.sif.config.v1+json'} | application/vnd.sylabs.sif.config.v1+json",
                "{'mediaType':'application/vnd.oci.empty.v1+json'} | application/vnd.example.report",
                "{'mediaType':'application/vnd.oci.image.config.v1+json'} | application/vnd.in-toto+json",
            })
    void nothingIsAddedToArtifacts(String config, String type) {
        String name = "artifacts/" + type.substring(type.lastIndexOf('.') + 1).replace('+', '-');
        String layer = type.contains("in-toto") ? type : "application/vnd.example.content";
        Digest digest = push(name, config, layer);
        String rule =
                "containerImage: cannot be used: 'docker.io/%s' is not a container image, but an artifact of the type '%s'";
        String pinned = name + "@" + digest;
        for (String reference : List.of(name, pinned)) {
            assertRefused("{'containerImage':'%s',%s}".formatted(reference, CONFIG), rule.formatted(pinned, type));
        }
        assertRefused(
                "{'containerImage':'%s','freeze':true,'buildRepository':'mine/app',%s}".formatted(pinned, CONFIG),
                rule.formatted(pinned, type));
        assertRefused(
                "{'containerImage':'%s','containerIncludes':['%s']}".formatted(image(), pinned),
                rule.replace("containerImage", "containerIncludes[0]").formatted(pinned, type));
        Answer unchanged = client().submit("{'containerImage':'%s'}".formatted(name));
        assertThat(unchanged.status()).as("served as it is").isEqualTo(200);
    }

    /** As the registry of the distribution project does it. */
    @Test
    void digestOfALayerIsNoImage() {
        String repository = "artifacts/layers";
        Digest layer = Digest.of(bytes("a layer"));
        REGISTRY.on("/v2/%s/manifests/%s".formatted(repository, layer), ScriptedAnswer.error(500, "UNKNOWN"))
                .on(
                        "/v2/%s/blobs/%s".formatted(repository, layer),
                        ScriptedAnswer.content("application/octet-stream", bytes("a layer")));
        String name = "docker.io/%s@%s".formatted(repository, layer);
        String reason =
                "docker.io/%s: the digest is that of a layer, a configuration or another blob, use the digest of an image manifest"
                        .formatted(repository);
        assertRefused(
                "{'containerImage':'%s'}".formatted(name),
                "containerImage: must be an OCI or Docker schema 2 image, but '%s' is not: %s".formatted(name, reason));
        assertRefused(
                "{'containerImage':'%s','freeze':true,'buildRepository':'mine/app',%s}".formatted(name, CONFIG), "");
        Answer inspected = client().post(
                        "/v1alpha1/inspect",
                        "{'containerImage':'%s'}".formatted(name).replace('\'', '"'));
        assertThat(inspected.status()).as(inspected.body()).isEqualTo(400);
        assertThat(inspected.text("message")).contains("use the digest of an image manifest");
    }

    @Test
    void brokenRegistryIsNotTheFaultOfTheCaller() {
        String repository = "artifacts/broken";
        Digest digest = Digest.of(bytes("broken"));
        REGISTRY.on("/v2/%s/manifests/%s".formatted(repository, digest), ScriptedAnswer.error(500, "UNKNOWN"));
        Answer answer = client().submit("{'containerImage':'%s@%s'}".formatted(repository, digest));
        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
    }

    private void assertRefused(String body, String message) {
        Answer answer = client().submit(body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.text("message")).startsWith(message);
    }

    private static Digest push(String repository, String config, String layer) {
        byte[] content = bytes("{}");
        String described = config.replace("}", ",'digest':'%s','size':2}".formatted(Digest.of(content)));
        byte[] manifest = bytes("""
                {'schemaVersion':2,'mediaType':'%s','artifactType':'application/vnd.example.report','config':%s,
                 'layers':[{'mediaType':'%s','digest':'%s','size':2}]}""".formatted(MediaTypes.OCI_MANIFEST, described, layer, Digest.of(content)));
        Digest digest = Digest.of(manifest);
        ScriptedAnswer answer = ScriptedAnswer.content(MediaTypes.OCI_MANIFEST, manifest)
                .with("Docker-Content-Digest", digest.toString());
        REGISTRY.on("/v2/%s/manifests/latest".formatted(repository), answer)
                .on("/v2/%s/manifests/%s".formatted(repository, digest), answer)
                .on(
                        "/v2/%s/blobs/%s".formatted(repository, Digest.of(content)),
                        ScriptedAnswer.content("application/octet-stream", content));
        return digest;
    }

    private static byte[] bytes(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
