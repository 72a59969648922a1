package io.wave.augment;

import io.wave.augment.manifest.Content;
import io.wave.augment.manifest.Document;
import io.wave.augment.manifest.ImageIndex;
import io.wave.augment.manifest.ImageManifest;
import io.wave.container.ContainerConfig;
import io.wave.container.Layer;
import io.wave.image.Digest;
import io.wave.oci.MediaTypes;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A small OCI image, its index and a request that extends it. */
public final class SampleImage {

    static final String CONFIG = """
            {"architecture":"amd64","os":"linux","config":{"Env":["PATH=/bin"],"Entrypoint":["/app","--x"],\
            "Cmd":["serve"]},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]},"history":[{"created_by":"base"}]}""".formatted("1".repeat(64));

    public static final String MANIFEST = """
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":\
            "application/vnd.oci.image.config.v1+json","digest":"sha256:1b4cdca292337eb09a917d1b36ea1bc3b384501243812c77ede8ceccfc4616bb",\
            "size":260},"layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"sha256:%s","size":123}]}""".formatted("a".repeat(64));

    public static final String INDEX = """
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[{"mediaType":\
            "application/vnd.oci.image.manifest.v1+json","digest":"sha256:687eefc7b7c50deea463128226198da105d4ce9fba395f98a3aa3a075a537b1a",\
            "size":401,"platform":{"architecture":"amd64","os":"linux"}},{"mediaType":"application/vnd.oci.image.manifest.v1+json",\
            "digest":"sha256:%s","size":456,"platform":{"architecture":"arm64","os":"linux","variant":"v8"}},{"mediaType":\
            "application/vnd.oci.image.manifest.v1+json","digest":"sha256:%s","size":789,"annotations":{"vnd.docker.reference.digest":\
            "sha256:687eefc7b7c50deea463128226198da105d4ce9fba395f98a3aa3a075a537b1a","vnd.docker.reference.type":\
            "attestation-manifest"},"platform":{"architecture":"unknown","os":"unknown"}}]}""".formatted("b".repeat(64), "c".repeat(64));

    static final Digest LAYER_DIGEST =
            Digest.parse("sha256:64ec88ca00b268e5ba1a35678a1b5316d212f4f366b2477232534a8aeca37f3c");

    static final Layer LAYER =
            new Layer("data:SGVsbG8gd29ybGQ=", LAYER_DIGEST.toString(), 11L, "sha256:" + "2".repeat(64), null);

    static final Overlay OVERLAY =
            Overlay.of(new ContainerConfig(List.of("/wave/entry"), null, List.of("FOO=bar"), "/work", List.of(LAYER)));

    private SampleImage() {}

    static ImageManifest manifest() {
        return (ImageManifest) Document.parse(content(MediaTypes.OCI_MANIFEST, MANIFEST));
    }

    static ImageIndex index() {
        return (ImageIndex) Document.parse(content(MediaTypes.OCI_INDEX, INDEX));
    }

    static byte[] config() {
        return bytes(CONFIG);
    }

    public static Content content(String mediaType, String text) {
        return Content.of(mediaType, bytes(text));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static String text(Content content) {
        return new String(content.bytes(), StandardCharsets.UTF_8);
    }
}
