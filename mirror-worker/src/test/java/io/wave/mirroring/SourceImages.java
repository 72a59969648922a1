package io.wave.mirroring;

import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Reference;
import io.wave.image.Tag;
import io.wave.oci.MediaTypes;
import io.wave.registry.RegistryClient;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.manifest.ManifestContent;
import io.wave.registry.push.RepositoryPush;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Images of random bytes in a registry. Skopeo and registries do not look into layers. */
final class SourceImages {

    static final RegistryAccess ACCESS = new RegistryAccess("anonymous");
    private static final int MAX_DOCUMENT = 1 << 20;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final RegistryClient client;
    private final String host;
    private final Random random = new Random();

    SourceImages(RegistryClient client, String host) {
        this.client = client;
        this.host = host;
    }

    /** An image with layers of this size. */
    Map<String, Object> image(String repository, @Nullable String tag, int layers, int size, String layerType) {
        RepositoryPush push = client.into(host, repository, ACCESS);
        List<Map<String, Object>> descriptors = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            byte[] layer = new byte[size];
            random.nextBytes(layer);
            descriptors.add(blob(push, layerType, layer));
        }
        byte[] config =
                "{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]},\"created\":\"%d\"}"
                        .formatted(random.nextLong())
                        .getBytes(StandardCharsets.UTF_8);
        return manifest(
                push,
                tag,
                MediaTypes.OCI_MANIFEST,
                Map.of(
                        "schemaVersion",
                        2,
                        "mediaType",
                        MediaTypes.OCI_MANIFEST,
                        "config",
                        blob(push, MediaTypes.OCI_CONFIG, config),
                        "layers",
                        descriptors));
    }

    /** An index of images. */
    Map<String, Object> index(String repository, String tag, List<Map<String, Object>> entries) {
        return manifest(
                client.into(host, repository, ACCESS),
                tag,
                MediaTypes.OCI_INDEX,
                Map.of("schemaVersion", 2, "mediaType", MediaTypes.OCI_INDEX, "manifests", entries));
    }

    /** An artifact that refers to a manifest, listed under the referrers tag if the registry has no API for them. */
    Map<String, Object> referrer(String repository, Map<String, Object> subject, String type) {
        RepositoryPush push = client.into(host, repository, ACCESS);
        byte[] content = type.getBytes(StandardCharsets.UTF_8);
        Map<String, Object> artifact = manifest(
                push,
                null,
                MediaTypes.OCI_MANIFEST,
                Map.of(
                        "schemaVersion",
                        2,
                        "mediaType",
                        MediaTypes.OCI_MANIFEST,
                        "artifactType",
                        type,
                        "config",
                        blob(push, "application/vnd.oci.empty.v1+json", "{}".getBytes(StandardCharsets.UTF_8)),
                        "layers",
                        List.of(blob(push, type, content)),
                        "subject",
                        subject));
        return artifact;
    }

    private static Map<String, Object> blob(RepositoryPush push, String mediaType, byte[] content) {
        var _ = push.upload(content).blockOptional().orElseThrow();
        return Map.of("mediaType", mediaType, "digest", Digest.of(content).toString(), "size", content.length);
    }

    private static Map<String, Object> manifest(
            RepositoryPush push, @Nullable String tag, String mediaType, Map<String, Object> document) {
        byte[] bytes = JSON.writeValueAsBytes(document);
        Digest digest = Digest.of(bytes);
        Reference name = tag == null ? digest : new Tag(tag);
        var _ = push.manifest(name, mediaType, bytes).blockOptional().orElseThrow();
        return Map.of("mediaType", mediaType, "digest", digest.toString(), "size", bytes.length);
    }

    /** The digest in a descriptor. */
    static Digest digest(Map<String, Object> descriptor) {
        return Digest.parse(String.valueOf(descriptor.get("digest")));
    }

    Optional<ManifestContent> find(String image) {
        return client.manifest(ImageReference.parse(image), ACCESS).blockOptional();
    }

    byte[] blob(String repository, Digest digest) {
        return client.content(host, repository, digest, MAX_DOCUMENT, ACCESS)
                .blockOptional()
                .orElseThrow();
    }

    boolean hasBlob(String registry, String repository, Digest digest) {
        return client.headBlob(registry, repository, digest, ACCESS)
                .blockOptional()
                .isPresent();
    }
}
