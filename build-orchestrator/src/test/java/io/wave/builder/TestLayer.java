package io.wave.builder;

import io.wave.container.Layer;
import io.wave.image.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A layer with one folder and one file. */
@SuppressWarnings("ArrayRecordComponent")
record TestLayer(byte[] tarGz, Digest diffId) {

    static TestLayer of(String folder, String file, String text) {
        byte[] tar = tar(folder, file, text.getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(tar);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return new TestLayer(packed.toByteArray(), Digest.of(tar));
    }

    private static byte[] tar(String folder, String file, byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            TarArchiveEntry parent = new TarArchiveEntry(folder + "/");
            parent.setMode(0750);
            tar.putArchiveEntry(parent);
            tar.closeArchiveEntry();
            TarArchiveEntry entry = new TarArchiveEntry(folder + "/" + file);
            entry.setMode(0640);
            entry.setSize(content.length);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return bytes.toByteArray();
    }

    Digest digest() {
        return Digest.of(tarGz);
    }

    Layer at(String location) {
        return new Layer(location, digest().toString(), (long) tarGz.length, diffId.toString(), null);
    }
}
