package io.wave.augment.manifest;

import io.wave.image.Digest;
import io.wave.oci.MediaTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The manifest of an image or of another artifact. */
public final class ImageManifest implements Document {

    /** Media types of configurations that old versions of Docker pushed. */
    private static final Set<String> UNTYPED = Set.of("", "application/octet-stream");

    /** The configuration of artifacts that have none. */
    private static final String NO_CONFIG = "application/vnd.oci.empty.v1+json";

    private static final String STATEMENT = "application/vnd.in-toto";
    private static final List<String> LAYERS =
            List.of("application/vnd.oci.image.layer.", "application/vnd.docker.image.rootfs.");

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

    public Family family() {
        return family;
    }

    /** The image configuration it refers to. */
    public Descriptor config() {
        return Descriptor.of(json.path("config"));
    }

    /**
     * Whether it is a container image, not another artifact. Attestations have an image configuration too, but layers of
     * another type.
     */
    public boolean isImage() {
        return hasImageConfig() && Descriptor.find(json.path("config")).isPresent() && !hasOtherContent();
    }

    /** The media type of an artifact that is not a container image: of its configuration, or of its first layer; empty for others. */
    public Optional<String> artifactType() {
        String config = MediaTypes.withoutParameters(
                json.path("config").path("mediaType").stringValue(""));
        if (!config.isEmpty() && !hasImageConfig()) {
            return Optional.of(
                    config.equals(NO_CONFIG) ? json.path("artifactType").stringValue(config) : config);
        }
        String layer = json.path("layers").path(0).path("mediaType").stringValue("");
        return hasOtherContent() && !layer.isEmpty() ? Optional.of(layer) : Optional.empty();
    }

    private boolean hasOtherContent() {
        boolean files = json.path("layers").isEmpty();
        for (JsonNode layer : json.path("layers")) {
            String type = MediaTypes.withoutParameters(layer.path("mediaType").stringValue(""));
            if (type.startsWith(STATEMENT)) {
                return true;
            }
            files |= LAYERS.stream().anyMatch(type::startsWith) || UNTYPED.contains(type);
        }
        return !files;
    }

    private boolean hasImageConfig() {
        JsonNode config = json.path("config");
        String type = MediaTypes.withoutParameters(config.path("mediaType").stringValue(family.config()));
        return config.isObject()
                && (type.equals(MediaTypes.OCI_CONFIG)
                        || type.equals(MediaTypes.DOCKER_CONFIG)
                        || (family == Family.DOCKER && UNTYPED.contains(type)));
    }

    /** The layers, from the lowest to the highest. */
    public List<Descriptor> layers() {
        List<Descriptor> layers = new ArrayList<>();
        json.path("layers").forEach(layer -> layers.add(Descriptor.of(layer)));
        return List.copyOf(layers);
    }

    public int layerCount() {
        return json.path("layers").size();
    }

    /**
     * A new OCI manifest with this configuration, the same layers and added layers on top.
     *
     * @throws ManifestException if a layer has an unsupported media type
     */
    public Content asOci(Content config, List<AddedLayer> added) {
        ObjectNode manifest = ExactJson.object();
        manifest.put("schemaVersion", 2).put("mediaType", Family.OCI.manifest());
        descriptor(manifest.putObject("config"), config.mediaType(), config.size(), config.digest());
        var layers = manifest.putArray("layers");
        for (Descriptor layer : layers()) {
            String type = MediaTypes.withoutParameters(String.valueOf(layer.mediaType()));
            Compression compression = Family.compression(type)
                    .orElseThrow(() -> new ManifestException(
                            "the base image has a layer of the unsupported type '%s'".formatted(type)));
            descriptor(layers.addObject(), Family.OCI.layer(compression), layer.size(), layer.digest());
        }
        for (AddedLayer layer : added) {
            descriptor(layers.addObject(), Family.OCI.layer(layer.compression()), layer.size(), layer.digest());
        }
        return Content.of(Family.OCI.manifest(), ExactJson.writeDocument(manifest));
    }

    private static void descriptor(ObjectNode json, String mediaType, long size, Digest digest) {
        json.put("mediaType", mediaType).put("size", size).put("digest", digest.toString());
    }

    /** The same manifest with this configuration and added layers on top. */
    public Content with(Content config, List<AddedLayer> added) {
        ObjectNode manifest = json.deepCopy();
        Descriptor.redirect((ObjectNode) manifest.path("config"), config);
        var layers = manifest.withArrayProperty("layers");
        for (AddedLayer layer : added) {
            descriptor(layers.addObject(), family.layer(layer.compression()), layer.size(), layer.digest());
        }
        return Content.of(family.manifest(), ExactJson.writeDocument(manifest));
    }
}
