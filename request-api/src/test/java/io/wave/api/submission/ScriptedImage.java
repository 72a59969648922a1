package io.wave.api.submission;

import io.wave.image.Digest;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import io.wave.oci.MediaTypes;
import java.nio.charset.StandardCharsets;

/**
 * An image with one layer in a scripted registry, by tag and digest.
 *
 * @param repository its repository
 * @param digest digest of its manifest
 * @param layer digest of its layer
 * @param diffId digest of the uncompressed layer
 */
record ScriptedImage(String repository, Digest digest, Digest layer, Digest diffId) {

    static final long LAYER_SIZE = 123;

    static ScriptedImage push(ScriptedRegistry registry, String repository, String tag, String architecture) {
        Digest layer = Digest.of(bytes("layer of " + repository));
        Digest diffId = Digest.of(bytes("tar of " + repository));
        byte[] config = bytes("""
                {"architecture":"%s","os":"linux","config":{"Env":["PATH=/bin"],"Entrypoint":["/app"]},\
                "rootfs":{"type":"layers","diff_ids":["%s"]}}""".formatted(architecture, diffId));
        byte[] manifest = bytes("""
                {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"%s","digest":"%s","size":%d},\
                "layers":[{"mediaType":"%s","digest":"%s","size":%d}]}""".formatted(
                        MediaTypes.OCI_MANIFEST,
                        MediaTypes.OCI_CONFIG,
                        Digest.of(config),
                        config.length,
                        MediaTypes.OCI_LAYER_GZIP,
                        layer,
                        LAYER_SIZE));
        Digest digest = Digest.of(manifest);
        ScriptedAnswer answer = ScriptedAnswer.content(MediaTypes.OCI_MANIFEST, manifest)
                .with("Docker-Content-Digest", digest.toString());
        registry.on("/v2/%s/manifests/%s".formatted(repository, tag), answer)
                .on("/v2/%s/manifests/%s".formatted(repository, digest), answer)
                .on(
                        "/v2/%s/blobs/%s".formatted(repository, Digest.of(config)),
                        ScriptedAnswer.content("application/octet-stream", config));
        return new ScriptedImage(repository, digest, layer, diffId);
    }

    String pinned() {
        return repository + "@" + digest;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
