package io.wave.augment.manifest;

import static io.wave.oci.MediaTypes.DOCKER_LIST;
import static io.wave.oci.MediaTypes.DOCKER_MANIFEST;
import static io.wave.oci.MediaTypes.OCI_INDEX;
import static io.wave.oci.MediaTypes.OCI_MANIFEST;

import io.wave.oci.MediaTypes;
import tools.jackson.databind.node.ObjectNode;

/** What a registry has under {@code manifests/}: an image, an index of images, or something else. */
public sealed interface Document permits ImageIndex, ImageManifest, Document.Unknown {

    /** The bytes it was read from. */
    Content source();

    /**
     * Reads a document by its own {@code mediaType}, which an OCI one may lack: then by the type it came with, then by
     * its shape.
     *
     * @throws ManifestException if it is not JSON
     */
    static Document parse(Content source) {
        ObjectNode json = ExactJson.read(source.bytes());
        String own = MediaTypes.bare(json.path("mediaType").stringValue(""));
        return switch (isKnown(own) ? own : MediaTypes.bare(source.mediaType())) {
            case OCI_INDEX -> new ImageIndex(Family.OCI, source, json);
            case DOCKER_LIST -> new ImageIndex(Family.DOCKER, source, json);
            case OCI_MANIFEST -> new ImageManifest(Family.OCI, source, json);
            case DOCKER_MANIFEST -> new ImageManifest(Family.DOCKER, source, json);
            default -> byShape(source, json);
        };
    }

    private static boolean isKnown(String mediaType) {
        return MediaTypes.isIndex(mediaType) || MediaTypes.isManifest(mediaType);
    }

    private static Document byShape(Content source, ObjectNode json) {
        if (json.path("manifests").isArray()) {
            return new ImageIndex(Family.OCI, source, json);
        }
        if (json.path("layers").isArray() && json.path("config").isObject()) {
            return new ImageManifest(Family.OCI, source, json);
        }
        return new Unknown(source);
    }

    /** A document that holds no image as we know them, such as schema 1. */
    record Unknown(Content source) implements Document {}
}
