package io.wave.builder.layer;

import io.wave.augment.Compression;
import io.wave.build.BuildSpec.StoredLayer;
import io.wave.image.Digest;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.zip.GZIPInputStream;

/** Layers from the object store or the web into files, verified by size and by both digests. */
public final class LayerFiles {

    private static final String STORED = "blob:";

    private final ObjectStore store;
    private final WebLayers web;
    private final LayerProperties limits;

    public LayerFiles(ObjectStore store, LayerProperties limits) {
        this.store = store;
        this.web = new WebLayers(limits);
        this.limits = limits;
    }

    /** Whether the location is one that is fetched here; layers in registries are not. */
    public static boolean canFetch(String location) {
        return location.startsWith(STORED) || location.startsWith("http://") || location.startsWith("https://");
    }

    /**
     * Writes the layer to a file.
     *
     * @throws InvalidLayerException if it cannot be had, or is not what its digests and its size say
     * @throws io.wave.store.ObjectStoreException if the object store is away
     */
    public void fetch(StoredLayer layer, Path file) throws IOException, InterruptedException {
        if (layer.gzipSize() > limits.maxSize().toBytes()) {
            throw new InvalidLayerException("layer %s is larger than %s (wave.build.layers.max-size)"
                    .formatted(layer.gzipDigest(), limits.maxSize()));
        }
        MessageDigest hash = Digest.sha256();
        try (InputStream content = new DigestInputStream(open(layer), hash);
                OutputStream out = Files.newOutputStream(file)) {
            long read = copy(content, out, layer.gzipSize());
            if (read != layer.gzipSize()) {
                throw new InvalidLayerException("layer %s has %s bytes, not %d"
                        .formatted(layer.gzipDigest(), read > layer.gzipSize() ? "more" : read, layer.gzipSize()));
            }
        }
        require(layer, "digest", Digest.finish(hash), layer.gzipDigest());
        verifyTar(layer, file);
    }

    private InputStream open(StoredLayer layer) throws IOException, InterruptedException {
        String location = layer.location();
        return location.startsWith(STORED)
                ? store.open(ObjectName.blob(Digest.parse(location.substring(STORED.length()))))
                        .orElseThrow(() ->
                                new InvalidLayerException("layer %s is no longer stored".formatted(layer.gzipDigest())))
                : web.open(layer.gzipDigest(), URI.create(location));
    }

    /** Stops one byte after what is awaited. */
    private static long copy(InputStream content, OutputStream out, long awaited) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long copied = 0;
        for (int length = content.read(buffer); length >= 0 && copied <= awaited; length = content.read(buffer)) {
            out.write(buffer, 0, length);
            copied += length;
        }
        return copied;
    }

    private void verifyTar(StoredLayer layer, Path file) throws IOException {
        Compression compression;
        try (InputStream start = Files.newInputStream(file)) {
            compression = Compression.detect(start.readNBytes(Compression.MAGIC_BYTES));
        }
        switch (compression) {
            case NONE -> require(layer, "tar digest", layer.gzipDigest(), layer.tarDigest());
            case GZIP -> require(layer, "tar digest", tarDigest(layer, file), layer.tarDigest());
            // Left to who unpacks it.
            case ZSTD -> {}
        }
    }

    private Digest tarDigest(StoredLayer layer, Path file) throws IOException {
        MessageDigest hash = Digest.sha256();
        try (InputStream packed = Files.newInputStream(file);
                InputStream tar = new DigestInputStream(new GZIPInputStream(packed), hash)) {
            long max = limits.maxUnpacked().toBytes();
            if (copy(tar, OutputStream.nullOutputStream(), max) > max) {
                throw new InvalidLayerException(
                        "layer %s unpacks to more than %s".formatted(layer.gzipDigest(), limits.maxUnpacked()));
            }
        } catch (IOException malformed) {
            throw new InvalidLayerException(
                    "layer %s is no gzip-compressed tar: %s".formatted(layer.gzipDigest(), malformed.getMessage()));
        }
        return Digest.finish(hash);
    }

    private static void require(StoredLayer layer, String what, Digest actual, Digest expected) {
        if (!actual.equals(expected)) {
            throw new InvalidLayerException(
                    "layer %s has %s %s, not %s".formatted(layer.gzipDigest(), what, actual, expected));
        }
    }
}
