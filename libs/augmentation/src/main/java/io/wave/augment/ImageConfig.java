package io.wave.augment;

import io.wave.augment.manifest.AddedLayer;
import io.wave.augment.manifest.ExactJson;
import io.wave.augment.manifest.ManifestException;
import io.wave.container.ContainerConfig;
import io.wave.image.Digest;
import io.wave.image.Platform;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An image configuration: OCI image specification, section "Image Configuration". */
public final class ImageConfig {

    /** A fixed time, so that the same input gives the same digest. */
    private static final String CREATED = "1970-01-01T00:00:00Z";

    private static final String CREATED_BY = "wave: layer added at pull time";

    private final ObjectNode json;

    private ImageConfig(ObjectNode json) {
        this.json = json;
    }

    /** @throws ManifestException if it is not a JSON object */
    public static ImageConfig parse(byte[] content) {
        return new ImageConfig(ExactJson.read(content));
    }

    /** The digests of the uncompressed layers, from the lowest to the highest. */
    public List<Digest> diffIds() {
        List<Digest> diffIds = new ArrayList<>();
        try {
            json.path("rootfs").path("diff_ids").forEach(id -> diffIds.add(Digest.parse(id.stringValue(""))));
        } catch (IllegalArgumentException noDigest) {
            throw new ManifestException("the image configuration has an invalid digest of a layer", noDigest);
        }
        return List.copyOf(diffIds);
    }

    /** Whether the image runs on a platform; a configuration without variant matches any. */
    public boolean runsOn(Platform requested) {
        return platform()
                .filter(own -> !own.os().equals(requested.os())
                        || !own.architecture().equals(requested.architecture())
                        || (own.variant() != null && requested.variant() != null && !own.matches(requested)))
                .isEmpty();
    }

    /** The platform of the image, if stated. */
    public Optional<Platform> platform() {
        String architecture = json.path("architecture").stringValue("");
        String os = json.path("os").stringValue("linux");
        return architecture.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Platform(os, architecture, json.path("variant").stringValue(null)));
    }

    /**
     * The configuration with an overlay applied.
     *
     * @param layerCount number of layers in the manifest
     */
    byte[] with(Overlay overlay, int layerCount) {
        ObjectNode result = json.deepCopy();
        override(member(result, "config"), overlay.config());
        ArrayNode diffIds = diffIds(result);
        boolean historyIsComplete = historyIsComplete(result.path("history"), layerCount);
        for (AddedLayer layer : overlay.layers()) {
            diffIds.add(layer.diffId().toString());
            if (historyIsComplete) {
                ((ArrayNode) result.path("history"))
                        .addObject()
                        .put("created", CREATED)
                        .put("created_by", CREATED_BY);
            }
        }
        return ExactJson.writeDocument(result);
    }

    private static void override(ObjectNode config, ContainerConfig overlay) {
        Optional<String> chain = EntryChain.variable(config.path("Entrypoint"));
        replace(config, "Entrypoint", overlay.entrypoint());
        replace(config, "Cmd", overlay.cmd());
        if (overlay.workingDir() != null && !overlay.workingDir().isEmpty()) {
            config.put("WorkingDir", overlay.workingDir());
        }
        List<String> variables = new ArrayList<>(overlay.env() == null ? List.of() : overlay.env());
        chain.ifPresent(variables::add);
        replace(config, "Env", variables.isEmpty() ? null : merged(config.path("Env"), variables));
    }

    static void replace(ObjectNode config, String name, @Nullable List<String> values) {
        if (values != null && !values.isEmpty()) {
            ArrayNode array = config.putArray(name);
            values.forEach(array::add);
        }
    }

    /** Merges by name: a later value replaces an earlier one in its position. */
    private static List<String> merged(JsonNode original, List<String> added) {
        Map<String, String> byName = new LinkedHashMap<>();
        for (JsonNode variable : original) {
            byName.put(name(variable.stringValue("")), variable.stringValue(""));
        }
        added.forEach(variable -> byName.put(name(variable), variable));
        return List.copyOf(byName.values());
    }

    static String name(String variable) {
        int equals = variable.indexOf('=');
        return equals < 0 ? variable : variable.substring(0, equals);
    }

    static ArrayNode diffIds(ObjectNode config) {
        ObjectNode rootfs = member(config, "rootfs");
        if (!rootfs.path("type").isString()) {
            rootfs.put("type", "layers");
        }
        return rootfs.path("diff_ids").isArray() ? (ArrayNode) rootfs.path("diff_ids") : rootfs.putArray("diff_ids");
    }

    /** Members may be absent or null. */
    private static ObjectNode member(ObjectNode parent, String name) {
        return parent.path(name).isObject() ? (ObjectNode) parent.path(name) : parent.putObject(name);
    }

    /** An incomplete history is not extended, since engines would assign the new entry to another layer. */
    static boolean historyIsComplete(JsonNode history, int layerCount) {
        if (!history.isArray()) {
            return false;
        }
        int withLayer = 0;
        for (JsonNode entry : history) {
            withLayer += entry.path("empty_layer").booleanValue(false) ? 0 : 1;
        }
        return withLayer == layerCount;
    }
}
