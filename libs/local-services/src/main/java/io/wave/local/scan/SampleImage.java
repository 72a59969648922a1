package io.wave.local.scan;

import io.wave.image.Digest;
import io.wave.image.Platform;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * An image in which the {@link SampleDatabase} has findings.
 *
 * @param layers its layers, the lowest first
 * @param platform its platform
 */
public record SampleImage(List<Layer> layers, Platform platform) {

    /** The media type of its manifest. */
    public static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";

    private static final String CONFIG_TYPE = "application/vnd.oci.image.config.v1+json";
    private static final String LAYER_TYPE = "application/vnd.oci.image.layer.v1.tar+gzip";

    /** A distribution with packages that have vulnerabilities. */
    public static SampleImage base(Platform platform) {
        return new SampleImage(
                List.of(layer(Map.of(
                        "etc/os-release",
                                "ID=alpine\nVERSION_ID=%s.1\nNAME=\"Alpine Linux\"\n".formatted(SampleDatabase.ALPINE),
                        "etc/alpine-release", SampleDatabase.ALPINE + ".1\n",
                        "lib/apk/db/installed",
                                pkg("sample-ssl", "3.1.3-r0")
                                        + pkg("sample-libc", "1.2.5-r0")
                                        + pkg("sample-tool", "1.0-r0")
                                        + pkg("sample-safe", "1.0-r0")))),
                platform);
    }

    private static String pkg(String name, String version) {
        return "P:%s\nV:%s\nA:x86_64\nL:MIT\no:%s\n\n".formatted(name, version, name);
    }

    /** The same with a layer that has these files. */
    public SampleImage with(Map<String, String> files) {
        List<Layer> all = new ArrayList<>(layers);
        all.add(layer(files));
        return new SampleImage(List.copyOf(all), platform);
    }

    /** The files of a Python package that has a vulnerability. */
    public static Map<String, String> pythonPackage() {
        return Map.of(
                "usr/lib/python3.13/site-packages/sample_py-1.0.0.dist-info/METADATA",
                "Metadata-Version: 2.1\nName: sample-py\nVersion: 1.0.0\n");
    }

    /**
     * A layer.
     *
     * @param blob the compressed layer
     * @param diffId digest of the uncompressed layer
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Layer(byte[] blob, Digest diffId) {}

    private static Layer layer(Map<String, String> files) {
        ByteArrayOutputStream unpacked = new ByteArrayOutputStream();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(unpacked);
                GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            for (Map.Entry<String, String> file : new TreeMap<>(files).entrySet()) {
                byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setSize(content.length);
                entry.setModTime(0);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
            tar.finish();
            gzip.write(unpacked.toByteArray());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return new Layer(packed.toByteArray(), Digest.of(unpacked.toByteArray()));
    }

    /** The image configuration. */
    public byte[] config() {
        String diffIds =
                layers.stream().map(layer -> "\"%s\"".formatted(layer.diffId())).collect(Collectors.joining(","));
        String history = layers.stream()
                .map(layer -> "{\"created_by\":\"layer of %d bytes\"}".formatted(layer.blob().length))
                .collect(Collectors.joining(","));
        return """
                {"architecture":"%s","os":"%s","config":{},"rootfs":{"type":"layers","diff_ids":[%s]},"history":[%s]}""".formatted(platform.architecture(), platform.os(), diffIds, history)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The manifest, whose digest is that of the image. */
    public byte[] manifest() {
        String blobs = layers.stream()
                .map(layer -> descriptor(LAYER_TYPE, layer.blob()))
                .collect(Collectors.joining(","));
        return """
                {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s]}""".formatted(MANIFEST_TYPE, descriptor(CONFIG_TYPE, config()), blobs)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String descriptor(String type, byte[] content) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
                .formatted(type, Digest.of(content), content.length);
    }
}
