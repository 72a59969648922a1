package io.wave.registry.manifest;

import io.wave.image.Digest;
import io.wave.oci.MediaTypes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/** Determines the media type of a manifest: from its {@code mediaType}, the {@code Content-Type} or its members. */
final class ManifestTypes {

    /** RFC 6838, section 4.2. The value is copied into response headers, so it must be valid. */
    private static final Pattern MEDIA_TYPE =
            Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9!#$&^_.+-]{0,126}/[a-zA-Z0-9][a-zA-Z0-9!#$&^_.+-]{0,126}");

    private final JsonMapper json;
    private final Schema1 schema1;

    ManifestTypes(JsonMapper json) {
        this.json = json;
        this.schema1 = new Schema1(json);
    }

    /** The digest of a manifest of this type in a registry. */
    Digest digest(byte[] manifest, String mediaType) {
        return MediaTypes.isSchema1(mediaType) ? schema1.digest(manifest, mediaType) : Digest.of(manifest);
    }

    /** The media type; empty if the content is not a JSON object or not a known kind of manifest. */
    Optional<String> of(byte[] manifest, String contentType) {
        try {
            Map<String, String> members = members(manifest);
            return Optional.ofNullable(members.get("mediaType"))
                    .filter(type -> MEDIA_TYPE.matcher(type).matches())
                    .or(() -> Optional.of(MediaTypes.withoutParameters(contentType))
                            .filter(ManifestTypes::isKnown))
                    .or(() -> ofMembers(members));
        } catch (JacksonException invalidJson) {
            return Optional.empty();
        }
    }

    private static boolean isKnown(String mediaType) {
        return MediaTypes.isIndex(mediaType) || MediaTypes.isManifest(mediaType) || MediaTypes.isSchema1(mediaType);
    }

    private static Optional<String> ofMembers(Map<String, String> members) {
        if (members.containsKey("manifests")) {
            return Optional.of(MediaTypes.OCI_INDEX);
        }
        if (members.containsKey("fsLayers")) {
            return Optional.of(
                    members.containsKey("signatures") ? MediaTypes.DOCKER_SCHEMA1 : MediaTypes.DOCKER_SCHEMA1_UNSIGNED);
        }
        return members.containsKey("layers") ? Optional.of(MediaTypes.OCI_MANIFEST) : Optional.empty();
    }

    /** The members of the root object, with the values of those that are strings. */
    private Map<String, String> members(byte[] manifest) {
        Map<String, String> members = new HashMap<>();
        try (JsonParser parser = json.createParser(manifest)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Map.of();
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                members.put(name, parser.nextToken() == JsonToken.VALUE_STRING ? parser.getString() : "");
                parser.skipChildren();
            }
        }
        return members;
    }
}
