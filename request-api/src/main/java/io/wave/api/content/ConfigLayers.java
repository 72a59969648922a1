package io.wave.api.content;

import io.wave.api.image.HostCheck;
import io.wave.api.image.RegistryImageName;
import io.wave.api.web.problem.ApiException;
import io.wave.archive.ByteBudget;
import io.wave.container.ContainerConfig;
import io.wave.container.Layer;
import io.wave.image.ImageReference;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * The layers of a container configuration: checked, and inline layers moved to the object store, so that rows and
 * messages contain only digests.
 */
@Component
public class ConfigLayers {

    /** Maximum number of layers of a request. */
    public static final int MAX_LAYERS = 100;

    private static final Pattern REGISTRY_BLOB =
            Pattern.compile("docker://([^/]+)/v2/(.+)/blobs/(sha256:[0-9a-f]{64})");

    private final ContentProperties properties;
    private final HostCheck destinations;
    private final UnpackExecutor threads;
    private final ContentStore stored;

    ConfigLayers(ContentProperties properties, HostCheck destinations, UnpackExecutor threads, ContentStore stored) {
        this.properties = properties;
        this.destinations = destinations;
        this.threads = threads;
        this.stored = stored;
    }

    /**
     * Checks all layers without storing them.
     *
     * @throws ApiException 400 naming the layer that violates a rule
     */
    public VerifiedConfig verify(ContainerConfig config) {
        List<Layer> layers = config.layerList();
        if (layers.size() > MAX_LAYERS) {
            throw ApiException.invalid(
                    "containerConfig.layers", "must not have more than %d layers".formatted(MAX_LAYERS));
        }
        List<Layer> accepted = new ArrayList<>();
        List<CheckedLayer> inline = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            CheckedLayer checked = CheckedLayer.of("containerConfig.layers[%d]".formatted(i), layers.get(i));
            if (InlineContent.isOne(checked)) {
                inline.add(checked);
                accepted.add(layers.get(i).movedTo(Layer.storedAt(checked.gzipDigest())));
            } else {
                verifyLocation(checked);
                accepted.add(layers.get(i));
            }
        }
        ByteBudget unpacked = new ByteBudget(properties.maxUnpacked().toBytes());
        if (!inline.isEmpty()) {
            threads.run(() -> inline.forEach(layer -> verifyInline(layer, unpacked)));
        }
        return new VerifiedConfig(layers.isEmpty() ? config : config.withLayers(accepted), inline, unpacked);
    }

    private static void verifyInline(CheckedLayer layer, ByteBudget unpacked) {
        new ContentCheck(layer, unpacked).read(InlineContent.open(layer, unpacked), _ -> {});
    }

    /** Stores the inline layers and returns the configuration with their new locations. */
    public ContainerConfig store(VerifiedConfig verified) {
        for (CheckedLayer layer : verified.inline()) {
            stored.put(layer);
        }
        return verified.config();
    }

    private void verifyLocation(CheckedLayer layer) {
        String location = layer.location();
        HttpLocation.requireShort(layer);
        if (location.startsWith("docker://")) {
            verifyRegistryBlob(layer);
        } else {
            HttpLocation.require(layer, "must start with http://, https://, data:, gzip: or docker://");
            destinations.require(layer.field() + ".location", URI.create(location));
        }
    }

    private void verifyRegistryBlob(CheckedLayer layer) {
        Matcher parts = REGISTRY_BLOB.matcher(layer.location());
        if (!parts.matches() || !ImageReference.looksLikeRegistry(parts.group(1))) {
            throw invalidLocation(layer);
        }
        destinations.require(layer.field() + ".location", repository(layer, parts.group(1), parts.group(2)));
        if (!parts.group(3).equals(layer.gzipDigest().toString())) {
            throw layer.broken("gzipDigest", "does not match the digest in location");
        }
    }

    private static ImageReference repository(CheckedLayer layer, String registry, String repository) {
        try {
            return ImageReference.parse(registry + "/" + repository);
        } catch (IllegalArgumentException malformed) {
            throw invalidLocation(layer);
        }
    }

    /**
     * The repository of a layer that is named by its digest in a registry, with any reference; empty for other locations.
     *
     * @throws ApiException 400 if the location is malformed
     */
    public static Optional<ImageReference> repository(String field, Layer layer) {
        Matcher parts = REGISTRY_BLOB.matcher(Objects.requireNonNullElse(layer.location(), ""));
        return parts.matches()
                ? RegistryImageName.ifAny(field, parts.group(1) + "/" + parts.group(2))
                : Optional.empty();
    }

    private static ApiException invalidLocation(CheckedLayer layer) {
        return layer.broken(
                "location", "must have the form docker://<registry>/v2/<repository>/blobs/sha256:<64 hex digits>");
    }
}
