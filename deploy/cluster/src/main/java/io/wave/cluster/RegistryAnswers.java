package io.wave.cluster;

import io.wave.image.Digest;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import io.wave.oci.MediaTypes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A small image that a {@link ScriptedRegistry} serves. */
public final class RegistryAnswers {

    private static final int LAYER_SIZE = 200_000;

    private final TestImage image;
    private final TarLayer layer;

    private RegistryAnswers(TestImage image) {
        this.image = image;
        this.layer = image.layers().getFirst();
    }

    /** An image of one layer. */
    public static RegistryAnswers ofSmallImage() {
        return new RegistryAnswers(TestImage.of(TestImage.Family.OCI, TarLayer.ofNoise("noise", LAYER_SIZE, 7)));
    }

    /** An image of some layers of this size, which no other seed has. */
    public static RegistryAnswers ofLayers(int count, int size, int seed) {
        return new RegistryAnswers(TestImage.of(
                TestImage.Family.OCI,
                IntStream.range(0, count)
                        .mapToObj(i -> TarLayer.ofNoise("noise-" + i, size, seed * count + i))
                        .toArray(TarLayer[]::new)));
    }

    /** The digests of its configuration and layers. */
    public List<Digest> blobDigests() {
        return Stream.concat(Stream.of(image.config()), image.layers().stream().map(TarLayer::gzip))
                .map(Digest::of)
                .toList();
    }

    /** Serves it under a tag; the given responses are returned first for the manifest. */
    public void on(ScriptedRegistry registry, String repository, String tag, ScriptedAnswer... first) {
        byte[] manifest = image.manifest();
        String digest = Digest.of(manifest).toString();
        ScriptedAnswer answer =
                ScriptedAnswer.content(MediaTypes.OCI_MANIFEST, manifest).with("Docker-Content-Digest", digest);
        ScriptedAnswer[] answers =
                Stream.concat(Arrays.stream(first), Stream.of(answer)).toArray(ScriptedAnswer[]::new);
        String base = "/v2/" + repository;
        registry.on("/v2/", ScriptedAnswer.of(200));
        registry.on(base + "/manifests/" + tag, answers);
        registry.on(base + "/manifests/" + digest, answer);
        blobs().forEach((path, content) -> registry.on(base + path, content));
    }

    /** The digest of its layer. */
    public Digest layer() {
        return Digest.of(layer.gzip());
    }

    /** The bytes of its layer. */
    public byte[] layerBytes() {
        return layer.gzip();
    }

    /** The path of its layer. */
    public String layerPath(String repository) {
        return "/v2/" + repository + "/blobs/" + layer();
    }

    /** The correct response for its layer. */
    public ScriptedAnswer layerAnswer() {
        return ScriptedAnswer.content("application/octet-stream", layer.gzip());
    }

    private Map<String, ScriptedAnswer> blobs() {
        return Stream.concat(Stream.of(image.config()), image.layers().stream().map(TarLayer::gzip))
                .collect(Collectors.toMap(
                        content -> "/blobs/" + Digest.of(content),
                        content -> ScriptedAnswer.content("application/octet-stream", content)));
    }
}
