package io.wave.builder;

import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import io.wave.oci.MediaTypes;
import io.wave.registry.RegistryClient;
import io.wave.registry.access.RegistryAccess;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Images that name by digest what another registry has, and whose own registry cannot deliver it. */
final class ForeignImage {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final RegistryAccess ACCESS = new RegistryAccess("anonymous");
    private static final int MAX_SIZE = 1 << 20;

    private ForeignImage() {}

    /** An index that names the manifest of an image. */
    static String index(ScriptedRegistry server, RegistryClient registries, ImageReference image, Digest digest) {
        ObjectNode index = JSON.createObjectNode();
        index.put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_INDEX);
        ObjectNode entry = index.putArray("manifests").addObject();
        entry.put("mediaType", MediaTypes.OCI_MANIFEST)
                .put("digest", digest.toString())
                .put("size", manifest(registries, image, digest).length);
        entry.putObject("platform").put("os", "linux").put("architecture", "amd64");
        return serve(server, "test/index", MediaTypes.OCI_INDEX, JSON.writeValueAsBytes(index));
    }

    /** A manifest with a configuration of its own that names the layers of an image. */
    static String layers(ScriptedRegistry server, RegistryClient registries, ImageReference image, Digest digest) {
        ObjectNode manifest = (ObjectNode) JSON.readTree(manifest(registries, image, digest));
        Digest of = Digest.parse(manifest.at("/config/digest").asString());
        ObjectNode config = (ObjectNode) JSON.readTree(registries
                .content(image.registry(), image.repository(), of, MAX_SIZE, ACCESS)
                .blockOptional()
                .orElseThrow());
        byte[] own = JSON.writeValueAsBytes(config.put("author", "another"));
        ((ObjectNode) manifest.path("config"))
                .put("digest", Digest.of(own).toString())
                .put("size", own.length);
        server.on("/v2/test/layers/blobs/" + Digest.of(own), ScriptedAnswer.content("application/octet-stream", own));
        return serve(server, "test/layers", MediaTypes.OCI_MANIFEST, JSON.writeValueAsBytes(manifest));
    }

    private static byte[] manifest(RegistryClient registries, ImageReference image, Digest digest) {
        return registries
                .manifest(image.at(digest), ACCESS)
                .blockOptional()
                .orElseThrow()
                .bytes();
    }

    private static String serve(ScriptedRegistry server, String repository, String mediaType, byte[] document) {
        ScriptedAnswer answer = ScriptedAnswer.content(mediaType, document);
        server.on("/v2/" + repository + "/manifests/latest", answer);
        server.on("/v2/" + repository + "/manifests/" + Digest.of(document), answer);
        return server.host() + "/" + repository + ":latest";
    }
}
