package io.wave.proxy.image;

import io.wave.image.Digest;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * The digests that a manifest or index of any media type refers to; read as a stream, so that only digests are kept in
 * memory.
 *
 * @param manifests manifests of an index
 * @param blobs configuration and layers
 * @param subject the manifest that this one is attached to
 */
record ManifestReferences(
        Set<Digest> manifests, Set<Digest> blobs, @Nullable Digest subject) {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MAX_DIGESTS = 10_000;

    /** The references of the document; none if it is not a JSON object. */
    static ManifestReferences of(byte[] document) {
        Set<Digest> manifests = new HashSet<>();
        Set<Digest> blobs = new HashSet<>();
        Set<Digest> subjects = new HashSet<>();
        try (JsonParser json = JSON.createParser(document)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return new ManifestReferences(Set.of(), Set.of(), null);
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "manifests" -> collect(json, manifests);
                    case "config", "layers", "blobs", "fsLayers" -> collect(json, blobs);
                    case "subject" -> collect(json, subjects);
                    default -> json.skipChildren();
                }
            }
        } catch (JacksonException noJson) {
            return new ManifestReferences(Set.of(), Set.of(), null);
        }
        return new ManifestReferences(
                Set.copyOf(manifests),
                Set.copyOf(blobs),
                subjects.stream().findFirst().orElse(null));
    }

    /** Collects the digests of a descriptor or of a list of descriptors. */
    private static void collect(JsonParser json, Collection<Digest> into) {
        switch (json.currentToken()) {
            case START_OBJECT -> descriptor(json, into);
            case START_ARRAY -> {
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    if (json.currentToken() == JsonToken.START_OBJECT) {
                        descriptor(json, into);
                    } else {
                        json.skipChildren();
                    }
                }
            }
            default -> json.skipChildren();
        }
    }

    private static void descriptor(JsonParser json, Collection<Digest> into) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            boolean text = json.nextToken() == JsonToken.VALUE_STRING;
            if (text && (name.equals("digest") || name.equals("blobSum"))) {
                digest(json.getString()).filter(_ -> into.size() < MAX_DIGESTS).ifPresent(into::add);
            } else {
                json.skipChildren();
            }
        }
    }

    private static Optional<Digest> digest(String text) {
        try {
            return Optional.of(Digest.parse(text));
        } catch (IllegalArgumentException ofAnotherAlgorithm) {
            return Optional.empty();
        }
    }
}
