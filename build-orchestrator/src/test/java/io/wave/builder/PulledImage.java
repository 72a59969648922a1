package io.wave.builder;

import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.registry.RegistryClient;
import io.wave.registry.access.RegistryAccess;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An image as an engine sees it.
 *
 * @param manifest its manifest
 * @param config its configuration
 * @param files what is in it: type, mode, owner and content by path; no times
 */
record PulledImage(JsonNode manifest, JsonNode config, TreeMap<String, String> files) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final RegistryAccess ACCESS = new RegistryAccess("anonymous");
    private static final int MAX_SIZE = 64 << 20;
    private static final String WHITEOUT = ".wh.";

    static PulledImage pull(RegistryClient registries, ImageReference image) {
        byte[] manifest =
                registries.manifest(image, ACCESS).blockOptional().orElseThrow().bytes();
        JsonNode json = JSON.readTree(manifest);
        JsonNode config = JSON.readTree(blob(registries, image, json.path("config")));
        TreeMap<String, String> files = new TreeMap<>();
        for (JsonNode layer : json.path("layers")) {
            unpack(blob(registries, image, layer), files);
        }
        return new PulledImage(json, config, files);
    }

    private static byte[] blob(RegistryClient registries, ImageReference image, JsonNode descriptor) {
        Digest digest = Digest.parse(descriptor.path("digest").asString());
        return registries
                .content(image.registry(), image.repository(), digest, MAX_SIZE, ACCESS)
                .blockOptional()
                .orElseThrow();
    }

    private static void unpack(byte[] layer, TreeMap<String, String> files) {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(layer)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String path = entry.getName().replaceAll("^\\./|^/|/$", "");
                String name = path.substring(path.lastIndexOf('/') + 1);
                if (name.startsWith(WHITEOUT)) {
                    remove(path.substring(0, path.length() - name.length()) + name.substring(WHITEOUT.length()), files);
                } else if (!path.isEmpty()) {
                    addParents(path, files);
                    files.put(path, describe(entry, tar.readAllBytes()));
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void remove(String path, TreeMap<String, String> files) {
        files.remove(path);
        files.subMap(path + "/", path + "0").clear();
    }

    /** A folder that a layer does not name is made by who unpacks it. */
    private static void addParents(String path, TreeMap<String, String> files) {
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            files.putIfAbsent(path.substring(0, slash), folder(0755, "0:0"));
        }
    }

    private static String describe(TarArchiveEntry entry, byte[] content) {
        String owner = "%d:%d".formatted(entry.getLongUserId(), entry.getLongGroupId());
        int mode = entry.getMode() & 07777;
        if (entry.isDirectory()) {
            return folder(mode, owner);
        }
        if (entry.isSymbolicLink()) {
            return link(owner, entry.getLinkName());
        }
        return entry.isLink() ? "hard link " + entry.getLinkName() : file(mode, owner, content);
    }

    static String file(int mode, String owner, byte[] content) {
        return "file %o %s %s".formatted(mode, owner, Digest.of(content));
    }

    static String folder(int mode, String owner) {
        return "folder %o %s".formatted(mode, owner);
    }

    static String link(String owner, String target) {
        return "link %s %s".formatted(owner, target);
    }
}
