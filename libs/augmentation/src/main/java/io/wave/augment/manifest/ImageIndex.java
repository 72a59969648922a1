package io.wave.augment.manifest;

import io.wave.image.Digest;
import io.wave.image.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An OCI index or a Docker manifest list, with images for several platforms. */
public final class ImageIndex implements Document {

    private static final String REFERENCE_TYPE = "vnd.docker.reference.type";
    private static final String REFERENCE_DIGEST = "vnd.docker.reference.digest";

    private final Family family;
    private final Content source;
    private final ObjectNode json;

    ImageIndex(Family family, Content source, ObjectNode json) {
        this.family = family;
        this.source = source;
        this.json = json;
    }

    @Override
    public Content source() {
        return source;
    }

    /** The entries, without attestations and those with a digest other than SHA-256. */
    public List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (JsonNode entry : json.path("manifests")) {
            if (!isAttestation(entry)) {
                Descriptor.find(entry)
                        .ifPresent(content -> entries.add(new Entry(content, platform(entry.path("platform")))));
            }
        }
        return List.copyOf(entries);
    }

    /** The same index with entries replaced; attestations of replaced entries are removed. */
    public Content with(Map<Digest, Content> replacements) {
        ObjectNode index = json.deepCopy();
        ArrayNode manifests = index.withArrayProperty("manifests");
        manifests.removeIf(entry -> isAttestation(entry) && replacements.containsKey(attested(entry)));
        for (JsonNode entry : manifests) {
            Descriptor.find(entry)
                    .map(content -> replacements.get(content.digest()))
                    .ifPresent(replacement -> Descriptor.redirect((ObjectNode) entry, replacement));
        }
        return Content.of(family.index(), ExactJson.writeDocument(index));
    }

    private static boolean isAttestation(JsonNode entry) {
        return entry.path("annotations").path(REFERENCE_TYPE).stringValue("").equals("attestation-manifest");
    }

    private static @Nullable Digest attested(JsonNode entry) {
        String digest = entry.path("annotations").path(REFERENCE_DIGEST).stringValue("");
        try {
            return Digest.parse(digest);
        } catch (IllegalArgumentException refersToNothing) {
            return null;
        }
    }

    private static @Nullable Platform platform(JsonNode json) {
        String os = json.path("os").stringValue("");
        String architecture = json.path("architecture").stringValue("");
        return os.isEmpty() || architecture.isEmpty()
                ? null
                : new Platform(os, architecture, json.path("variant").stringValue(null));
    }

    /**
     * An image or a nested index.
     *
     * @param content descriptor
     * @param platform platform, if the index states it
     */
    public record Entry(Descriptor content, @Nullable Platform platform) {}
}
