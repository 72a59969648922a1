package io.wave.cluster;

import io.wave.container.Layer;
import io.wave.image.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** A layer, as gzip-compressed tar. */
public final class TarLayer {

    private static final int EXECUTABLE = 0755;
    private static final List<String> APPLETS =
            List.of("sh", "cat", "echo", "env", "false", "ls", "mkdir", "sleep", "true", "wget");

    private final byte[] gzip;
    private final Digest tarDigest;

    private TarLayer(byte[] gzip, Digest tarDigest) {
        this.gzip = gzip;
        this.tarDigest = tarDigest;
    }

    /** A layer with these text files. */
    public static TarLayer ofFiles(Map<String, String> files) {
        return of(tar -> {
            for (Map.Entry<String, String> file : files.entrySet()) {
                put(tar, file.getKey(), file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    /** A layer with one symbolic link. */
    public static TarLayer ofLink(String name, String target) {
        return of(tar -> link(tar, name, target));
    }

    /** A layer with one file of bytes that do not compress. */
    public static TarLayer ofNoise(String name, int size, long seed) {
        byte[] noise = new byte[size];
        new SplittableRandom(seed).nextBytes(noise);
        return of(tar -> put(tar, name, noise));
    }

    /** A layer with a statically linked busybox and some of its names. */
    public static TarLayer busybox(Path binary) {
        return of(tar -> {
            put(tar, "bin/busybox", Files.readAllBytes(binary));
            for (String applet : APPLETS) {
                link(tar, "bin/" + applet, "busybox");
            }
            put(tar, "etc/passwd", "root:x:0:0:root:/:/bin/sh\n".getBytes(StandardCharsets.UTF_8));
        });
    }

    /** The compressed bytes. */
    public byte[] gzip() {
        return gzip.clone();
    }

    /** The digest of the tar. */
    public Digest tarDigest() {
        return tarDigest;
    }

    /** The layer as a request carries it: inline. */
    public Layer inline() {
        String location = "data:" + Base64.getEncoder().encodeToString(gzip);
        return new Layer(location, Digest.of(gzip).toString(), (long) gzip.length, tarDigest.toString(), null);
    }

    private static TarLayer of(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try {
            try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
                content.writeTo(tar);
            }
            try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
                bytes.writeTo(gzip);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return new TarLayer(compressed.toByteArray(), Digest.of(bytes.toByteArray()));
    }

    private static void put(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(content.length);
        entry.setMode(EXECUTABLE);
        entry.setModTime(0L);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private static void link(TarArchiveOutputStream tar, String name, String target) throws IOException {
        TarArchiveEntry link = new TarArchiveEntry(name, TarConstants.LF_SYMLINK, true);
        link.setLinkName(target);
        tar.putArchiveEntry(link);
        tar.closeArchiveEntry();
    }

    @FunctionalInterface
    private interface Content {
        void writeTo(TarArchiveOutputStream tar) throws IOException;
    }
}
