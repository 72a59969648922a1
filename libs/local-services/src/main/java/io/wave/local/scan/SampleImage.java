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
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
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
        return base(platform, Map.of());
    }

    /** The same, with these files in its layer too. */
    public static SampleImage base(Platform platform, Map<String, String> more) {
        Map<String, String> files = new TreeMap<>(more);
        files.put(
                "etc/os-release",
                "ID=alpine\nVERSION_ID=%s.1\nNAME=\"Alpine Linux\"\n".formatted(SampleDatabase.ALPINE));
        files.put("etc/alpine-release", SampleDatabase.ALPINE + ".1\n");
        files.put(
                "lib/apk/db/installed",
                pkg("sample-ssl", "3.1.3-r0")
                        + pkg("sample-libc", "1.2.5-r0")
                        + pkg("sample-tool", "1.0-r0")
                        + pkg("sample-safe", "1.0-r0"));
        return new SampleImage(List.of(layer(bytes(files))), platform);
    }

    private static String pkg(String name, String version) {
        return "P:%s\nV:%s\nA:x86_64\nL:MIT\no:%s\n\n".formatted(name, version, name);
    }

    /** The same with a layer that has these files. */
    public SampleImage with(Map<String, String> files) {
        return with(layer(bytes(files)));
    }

    /** The same with a layer that has the Java archive of {@code org.example:sample-jar}. */
    public SampleImage withJavaArchive() {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(archive)) {
            zip.putNextEntry(new ZipEntry("META-INF/maven/org.example/sample-jar/pom.properties"));
            zip.write("groupId=org.example\nartifactId=sample-jar\nversion=1.0.0\n".getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return with(layer(Map.of("opt/sample-jar-1.0.0.jar", archive.toByteArray())));
    }

    private SampleImage with(Layer layer) {
        List<Layer> all = new ArrayList<>(layers);
        all.add(layer);
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

    private static Map<String, byte[]> bytes(Map<String, String> files) {
        return files.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, file -> file.getValue().getBytes(StandardCharsets.UTF_8)));
    }

    private static Layer layer(Map<String, byte[]> files) {
        ByteArrayOutputStream unpacked = new ByteArrayOutputStream();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(unpacked);
                GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
                byte[] content = file.getValue();
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
