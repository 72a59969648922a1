package io.wave.augment.manifest;

import io.wave.container.Layer;
import io.wave.image.Digest;

/**
 * A layer that is added on top of an image.
 *
 * @param location location of its content
 * @param digest digest of the blob
 * @param size size of the blob in bytes
 * @param diffId digest of the uncompressed tar
 * @param compression compression of the blob
 */
public record AddedLayer(String location, Digest digest, long size, Digest diffId, Compression compression) {

    /** @throws ManifestException if a member is missing or a digest is invalid */
    public static AddedLayer of(Layer layer) {
        if (layer.location() == null
                || layer.gzipDigest() == null
                || layer.gzipSize() == null
                || layer.tarDigest() == null) {
            throw new ManifestException("the container configuration has an incomplete layer");
        }
        try {
            Digest digest = Digest.parse(layer.gzipDigest());
            Digest diffId = Digest.parse(layer.tarDigest());
            return new AddedLayer(
                    layer.location(), digest, layer.gzipSize(), diffId, Compression.assumed(digest, diffId));
        } catch (IllegalArgumentException noDigest) {
            throw new ManifestException("the container configuration has a layer with an invalid digest", noDigest);
        }
    }

    /** The same layer with this compression. */
    public AddedLayer compressedBy(Compression known) {
        return new AddedLayer(location, digest, size, diffId, known);
    }

    /** Whether the layer is for this architecture: false for the Fusion layer of another one. */
    public boolean suits(String architecture) {
        return Layer.runsOn(location, architecture);
    }
}
