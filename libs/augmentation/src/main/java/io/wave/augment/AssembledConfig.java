package io.wave.augment;

import io.wave.augment.manifest.AddedLayer;
import io.wave.augment.manifest.ExactJson;
import io.wave.augment.manifest.ManifestException;
import io.wave.container.ContainerConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Applies a container configuration to an image configuration in the way that the instructions of a build do. */
final class AssembledConfig {

    private static final String CREATED = "1970-01-01T00:00:00Z";
    /** The members of the OCI image specification; a build keeps no others. */
    private static final List<String> IMAGE_MEMBERS = List.of(
            "created",
            "author",
            "architecture",
            "variant",
            "os",
            "os.version",
            "os.features",
            "config",
            "rootfs",
            "history");

    private static final List<String> CONFIG_MEMBERS = List.of(
            "User",
            "ExposedPorts",
            "Env",
            "Entrypoint",
            "Cmd",
            "Volumes",
            "WorkingDir",
            "Labels",
            "StopSignal",
            "ArgsEscaped",
            "Healthcheck",
            "Shell");

    private AssembledConfig() {}

    static byte[] of(byte[] base, Overlay overlay, int layerCount) {
        ObjectNode source = ExactJson.read(base);
        if (!source.path("config").path("OnBuild").isEmpty()) {
            throw new ManifestException("the base image has ONBUILD instructions");
        }
        ObjectNode result = retained(source, IMAGE_MEMBERS);
        result.put("created", CREATED);
        ObjectNode run = retained(source.path("config"), CONFIG_MEMBERS);
        apply(run, overlay.config());
        result.set("config", run);
        addLayers(result, overlay, layerCount);
        return ExactJson.writeDocument(result);
    }

    private static ObjectNode retained(JsonNode source, List<String> members) {
        ObjectNode kept = ExactJson.object();
        for (String member : members) {
            JsonNode value = source.path(member);
            if (!value.isMissingNode() && !value.isNull()) {
                kept.set(member, value.deepCopy());
            }
        }
        return kept;
    }

    private static void apply(ObjectNode run, ContainerConfig overlay) {
        List<String> variables = new ArrayList<>();
        chain(run.path("Entrypoint")).ifPresent(variables::add);
        variables.addAll(overlay.env() == null ? List.of() : overlay.env());
        if (!variables.isEmpty()) {
            ImageConfig.replace(run, "Env", set(run.path("Env"), variables));
        }
        if (overlay.workingDir() != null && !overlay.workingDir().isEmpty()) {
            run.put("WorkingDir", folder(run.path("WorkingDir").stringValue(""), overlay.workingDir()));
        }
        if (overlay.entrypoint() != null && !overlay.entrypoint().isEmpty()) {
            // Like the ENTRYPOINT instruction.
            run.remove("Cmd");
        }
        ImageConfig.replace(run, "Entrypoint", overlay.entrypoint());
        ImageConfig.replace(run, "Cmd", overlay.cmd());
        if (isSet(overlay.entrypoint()) || isSet(overlay.cmd())) {
            // As BuildKit does for the exec form.
            run.put("ArgsEscaped", true);
        }
    }

    /** Like the ENV instruction: a variable that is set again keeps its place. */
    private static List<String> set(JsonNode original, List<String> added) {
        Map<String, String> byName = new LinkedHashMap<>();
        original.forEach(variable -> byName.put(ImageConfig.name(variable.stringValue("")), variable.stringValue("")));
        for (String variable : added) {
            byName.put(ImageConfig.name(variable), variable);
        }
        return List.copyOf(byName.values());
    }

    /** Like the WORKDIR instruction: a relative path is below the previous one. */
    private static String folder(String original, String workingDir) {
        return workingDir.startsWith("/")
                ? workingDir
                : Path.of("/", original, workingDir).normalize().toString();
    }

    private static boolean isSet(@Nullable List<String> words) {
        return words != null && !words.isEmpty();
    }

    private static Optional<String> chain(JsonNode entrypoint) {
        List<String> words = new ArrayList<>();
        entrypoint.forEach(word -> words.add(word.stringValue("")));
        return words.isEmpty() ? Optional.empty() : Optional.of(EntryChain.NAME + "=" + String.join(" ", words));
    }

    private static void addLayers(ObjectNode image, Overlay overlay, int layerCount) {
        ArrayNode diffIds = ImageConfig.diffIds(image);
        boolean complete = ImageConfig.historyIsComplete(image.path("history"), layerCount);
        for (AddedLayer layer : overlay.layers()) {
            diffIds.add(layer.diffId().toString());
            if (complete) {
                addHistory(
                        image, "ADD layer-%s.tar.gz /".formatted(layer.digest().hex()));
            }
        }
        if (complete && !overlay.config().isEmpty()) {
            addHistory(image, "container configuration").put("empty_layer", true);
        }
    }

    private static ObjectNode addHistory(ObjectNode image, String words) {
        return ((ArrayNode) image.path("history"))
                .addObject()
                .put("created", CREATED)
                .put("created_by", words);
    }
}
