package io.wave.augment.manifest;

import static io.wave.oci.MediaTypes.DOCKER_LIST;
import static io.wave.oci.MediaTypes.DOCKER_MANIFEST;
import static io.wave.oci.MediaTypes.OCI_INDEX;
import static io.wave.oci.MediaTypes.OCI_MANIFEST;

import io.wave.oci.MediaTypes;
import tools.jackson.databind.node.ObjectNode;

/** A document at {@code manifests/} of a registry: an image manifest, an index, or something else. */
public sealed interface Document permits ImageIndex, ImageManifest, Document.Unknown {

    /** The content it was parsed from. */
    Content source();

    /**
     * Parses a document. Its kind is determined by its {@code mediaType}; if that is absent, as OCI allows, by the media type of
     * the response, then by its members.
     *
     * @throws ManifestException if the content is not valid JSON
     */
    static Document parse(Content source) {
        ObjectNode json = ExactJson.read(source.bytes());
        String own = MediaTypes.withoutParameters(json.path("mediaType").stringValue(""));
        return switch (isKnown(own) ? own : MediaTypes.withoutParameters(source.mediaType())) {
            case OCI_INDEX -> new ImageIndex(Family.OCI, source, json);
            case DOCKER_LIST -> new ImageIndex(Family.DOCKER, source, json);
            case OCI_MANIFEST -> new ImageManifest(Family.OCI, source, json);
            case DOCKER_MANIFEST -> new ImageManifest(Family.DOCKER, source, json);
            default -> byMembers(source, json);
        };
    }

    private static boolean isKnown(String mediaType) {
        return MediaTypes.isIndex(mediaType) || MediaTypes.isManifest(mediaType);
    }

    private static Document byMembers(Content source, ObjectNode json) {
        if (json.path("manifests").isArray()) {
            return new ImageIndex(Family.OCI, source, json);
        }
        if (json.path("layers").isArray() && json.path("config").isObject()) {
            return new ImageManifest(Family.OCI, source, json);
        }
        return new Unknown(source);
    }

    /** Another document, such as a manifest of schema 1. */
    record Unknown(Content source) implements Document {}
}
