package io.wave.augment.manifest;

import io.wave.container.Layer;
import io.wave.image.Digest;

/**
 * A layer that is put on top of an image.
 *
 * @param location where its bytes are
 * @param digest digest of the bytes as they are served
 * @param size number of these bytes
 * @param diffId digest of the uncompressed tar
 * @param compression how the tar is compressed
 */
public record AddedLayer(String location, Digest digest, long size, Digest diffId, Compression compression) {

    /** @throws ManifestException if a member is missing or no digest */
    public static AddedLayer of(Layer layer) {
        if (layer.location() == null
                || layer.gzipDigest() == null
                || layer.gzipSize() == null
                || layer.tarDigest() == null) {
            throw new ManifestException("a layer of the container configuration is incomplete");
        }
        try {
            Digest digest = Digest.parse(layer.gzipDigest());
            Digest diffId = Digest.parse(layer.tarDigest());
            return new AddedLayer(
                    layer.location(), digest, layer.gzipSize(), diffId, Compression.assumed(digest, diffId));
        } catch (IllegalArgumentException noDigest) {
            throw new ManifestException("a layer of the container configuration has no valid digest", noDigest);
        }
    }

    /** The same layer, known to be compressed so. */
    public AddedLayer compressedBy(Compression known) {
        return new AddedLayer(location, digest, size, diffId, known);
    }

    /** Whether it runs on this architecture: false for the Fusion layer of another. */
    public boolean suits(String architecture) {
        return Layer.runsOn(location, architecture);
    }
}
