package io.wave.builder.context;

import io.wave.archive.ArchiveException;
import io.wave.archive.ByteBudget;
import io.wave.archive.Inflation;
import io.wave.build.BuildSpec.StoredLayer;
import io.wave.image.Digest;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.zip.ZipException;

/** Verifies that a file is the requested layer. */
final class LayerCheck {

    private final StoredLayer layer;
    private final ContextProperties limits;

    LayerCheck(StoredLayer layer, ContextProperties limits) {
        this.layer = layer;
        this.limits = limits;
    }

    /** Verifies the size and both digests without unpacking to disk. */
    void verify(Path file) throws IOException {
        if (Files.size(file) != layer.gzipSize()) {
            throw differs("size");
        }
        MessageDigest packed = Digest.sha256();
        MessageDigest unpacked = Digest.sha256();
        try (InputStream bytes = new DigestInputStream(new BufferedInputStream(Files.newInputStream(file)), packed)) {
            unpack(bytes, unpacked);
            bytes.transferTo(OutputStream.nullOutputStream());
        }
        if (!Digest.finish(packed).equals(layer.gzipDigest())) {
            throw differs("digest");
        }
        if (!Digest.finish(unpacked).equals(layer.tarDigest())) {
            throw differs("tar digest");
        }
    }

    private void unpack(InputStream bytes, MessageDigest hash) throws IOException {
        try {
            // The caller reads on and closes it.
            InputStream tar =
                    Inflation.gzip(bytes, new ByteBudget(limits.maxLayerSize().toBytes()));
            new DigestInputStream(tar, hash).transferTo(OutputStream.nullOutputStream());
        } catch (ArchiveException broken) {
            throw new InvalidContextException("the layer %s %s".formatted(layer.gzipDigest(), broken.getMessage()));
        } catch (ZipException | EOFException malformed) {
            throw differs("compression");
        }
    }

    private InvalidContextException differs(String what) {
        return new InvalidContextException(
                "layer %s: the %s of the fetched content does not match".formatted(layer.gzipDigest(), what));
    }
}
