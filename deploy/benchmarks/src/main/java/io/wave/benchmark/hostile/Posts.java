package io.wave.benchmark.hostile;

import io.wave.cluster.WaveClient;
import io.wave.image.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Container requests whose body is small and whose meaning is large. */
final class Posts {

    private static final int MEGABYTE = 1 << 20;
    private static final int MANY = 1_000_000;
    private static final String ANY_DIGEST = "sha256:" + "0".repeat(64);

    private Posts() {}

    static List<Attack> all(String image) {
        String bomb = layers(image, 1, "gzip:" + base64(deflated(600)), 600L * MEGABYTE);
        String several = layers(image, 3, "data:" + base64(gzipped(new byte[0], 200)), 200L * MEGABYTE);
        String longName = longName(image);
        String empties = request(image, Map.of("cmd", Collections.nCopies(MANY, "")));
        String nested = "[".repeat(MANY) + "]".repeat(MANY);
        String flags = containerFile("FROM " + "--platform=linux/amd64 ".repeat(20_000) + image + "\n");
        String continued = containerFile("FROM " + image + "\nRUN " + "true \\\n".repeat(50_000) + "true\n");
        String quoted = containerFile("FROM " + image + "\nENTRYPOINT " + "\"\\".repeat(50_000) + "\n");
        return List.of(
                post("layer that unpacks to 600 MB", () -> bomb),
                post("three layers that unpack to 200 MB each", () -> several),
                post("context with a file name of 400 MB", () -> longName),
                post("body with a million empty strings", () -> empties),
                post("body nested a million levels deep", () -> nested),
                post("container file with 20,000 flags of FROM", () -> flags),
                post("container file with 50,000 continuation lines", () -> continued),
                post("container file with 50,000 quotes and escapes", () -> quoted));
    }

    private static Attack post(String name, Supplier<String> body) {
        return Attack.of(name, caller -> caller.submit(body.get()));
    }

    private static String layers(String image, int count, String location, long size) {
        Map<String, Object> layer =
                Map.of("location", location, "gzipDigest", ANY_DIGEST, "gzipSize", size, "tarDigest", ANY_DIGEST);
        return request(image, Map.of("layers", Collections.nCopies(count, layer)));
    }

    private static String longName(String image) {
        TarArchiveEntry entry = new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME);
        entry.setSize(400L * MEGABYTE);
        byte[] header = new byte[512];
        entry.writeEntryHeader(header);
        byte[] gzip = gzipped(header, 400);
        return WaveClient.write(Map.of(
                "containerFile",
                WaveClient.base64("FROM " + image + "\n"),
                "buildContext",
                Map.of(
                        "location",
                        "data:" + base64(gzip),
                        "gzipDigest",
                        Digest.of(gzip).toString(),
                        "gzipSize",
                        gzip.length,
                        "tarDigest",
                        ANY_DIGEST)));
    }

    private static String request(String image, Map<String, ?> config) {
        return WaveClient.write(Map.of("containerImage", image, "containerConfig", config));
    }

    private static String containerFile(String text) {
        return WaveClient.write(Map.of("containerFile", WaveClient.base64(text)));
    }

    private static byte[] deflated(int megabytes) {
        return compressed(DeflaterOutputStream::new, new byte[0], megabytes);
    }

    private static byte[] gzipped(byte[] head, int megabytes) {
        return compressed(GZIPOutputStream::new, head, megabytes);
    }

    private static byte[] compressed(Compression compression, byte[] head, int megabytes) {
        byte[] filler = new byte[MEGABYTE];
        Arrays.fill(filler, (byte) 'a');
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = compression.to(bytes)) {
            out.write(head);
            for (int i = 0; i < megabytes; i++) {
                out.write(filler);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return bytes.toByteArray();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @FunctionalInterface
    private interface Compression {
        OutputStream to(OutputStream out) throws IOException;
    }
}
