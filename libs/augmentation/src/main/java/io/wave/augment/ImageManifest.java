package io.wave.augment;

import io.wave.oci.MediaTypes;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The manifest of one image, or of an artifact that is stored like one. */
public final class ImageManifest implements Document {

    private final Family family;
    private final Content source;
    private final ObjectNode json;

    ImageManifest(Family family, Content source, ObjectNode json) {
        this.family = family;
        this.source = source;
        this.json = json;
    }

    @Override
    public Content source() {
        return source;
    }

    Family family() {
        return family;
    }

    /** The image configuration it refers to. */
    public Descriptor config() {
        return Descriptor.of(json.path("config"));
    }

    /** Whether it is an image of a container, not an artifact of another kind. */
    public boolean isImage() {
        JsonNode config = json.path("config");
        String type = MediaTypes.bare(config.path("mediaType").stringValue(family.config()));
        return config.isObject() && (type.equals(MediaTypes.OCI_CONFIG) || type.equals(MediaTypes.DOCKER_CONFIG));
    }

    int layerCount() {
        return json.path("layers").size();
    }

    /** The same manifest with this configuration and these layers on top. */
    Content with(Content config, List<AddedLayer> added) {
        ObjectNode manifest = json.deepCopy();
        Descriptor.redirect((ObjectNode) manifest.path("config"), config);
        var layers = manifest.withArrayProperty("layers");
        for (AddedLayer layer : added) {
            layers.addObject()
                    .put("mediaType", family.layer(layer.compression()))
                    .put("size", layer.size())
                    .put("digest", layer.digest().toString());
        }
        return Content.of(family.manifest(), ExactJson.write(manifest));
    }
}
