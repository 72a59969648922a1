package io.wave.api.content;

import io.wave.api.problem.ApiException;
import io.wave.api.registry.Destinations;
import io.wave.container.ContainerConfig;
import io.wave.container.Layer;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.springframework.stereotype.Component;

/**
 * The layers of a container configuration: checked, and inline bytes moved to the object store, so that rows and
 * messages hold digests only.
 */
@Component
public class Layers {

    private static final int MAX_LAYERS = 100;
    private static final int MAX_LOCATION = 4096;
    private static final Pattern REGISTRY_BLOB =
            Pattern.compile("docker://([^/]+)/v2/(.+)/blobs/(sha256:[0-9a-f]{64})");

    private final ObjectStore objects;
    private final ContentProperties properties;
    private final Destinations destinations;

    Layers(ObjectStore objects, ContentProperties properties, Destinations destinations) {
        this.objects = objects;
        this.properties = properties;
        this.destinations = destinations;
    }

    /**
     * Checks all layers; nothing is stored yet.
     *
     * @throws ApiException 400 naming the layer that breaks a rule
     */
    public VerifiedConfig verify(ContainerConfig config) {
        List<Layer> layers = config.layerList();
        if (layers.size() > MAX_LAYERS) {
            throw ApiException.invalid(
                    "containerConfig.layers", "must not hold more than %d layers".formatted(MAX_LAYERS));
        }
        List<Layer> accepted = new ArrayList<>();
        List<byte[]> inline = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            CheckedLayer checked = CheckedLayer.of("containerConfig.layers[%d]".formatted(i), layers.get(i));
            Optional<byte[]> content = InlineContent.read(checked);
            if (content.isPresent()) {
                verifyTar(checked, content.get());
                inline.add(content.get());
                accepted.add(layers.get(i).movedTo(Layer.storedAt(checked.gzipDigest())));
            } else {
                verifyLocation(checked);
                accepted.add(layers.get(i));
            }
        }
        return new VerifiedConfig(layers.isEmpty() ? config : config.withLayers(accepted), inline);
    }

    /** Puts the inline layers into the object store and gives the configuration that refers to them there. */
    public ContainerConfig store(VerifiedConfig verified) {
        verified.inline().forEach(content -> objects.put(ObjectName.blob(Digest.of(content)), content));
        return verified.config();
    }

    private void verifyTar(CheckedLayer layer, byte[] content) {
        MessageDigest hash = Digest.sha256();
        try (InputStream tar = new DigestInputStream(
                new BoundedInput(
                        new GZIPInputStream(new ByteArrayInputStream(content)),
                        properties.maxUnpacked().toBytes()),
                hash)) {
            tar.transferTo(OutputStream.nullOutputStream());
        } catch (BoundedInput.TooLongException tooLong) {
            throw layer.broken("location", "must not unpack to more than " + properties.maxUnpacked());
        } catch (IOException malformed) {
            throw layer.broken("location", "must hold a gzip-compressed tar");
        }
        if (!Digest.finish(hash).equals(layer.tarDigest())) {
            throw layer.broken("tarDigest", "is not the digest of the tar in location");
        }
    }

    private void verifyLocation(CheckedLayer layer) {
        String location = layer.location();
        if (location.length() > MAX_LOCATION) {
            throw layer.broken(
                    "location", "must not be longer than %d characters unless inline".formatted(MAX_LOCATION));
        }
        if (location.startsWith("docker://")) {
            verifyRegistryBlob(layer);
        } else if (!WebLocation.isOne(location)) {
            throw layer.broken("location", "must begin with http://, https://, data:, gzip: or docker://");
        } else {
            destinations.require(layer.field() + ".location", URI.create(location));
        }
    }

    private void verifyRegistryBlob(CheckedLayer layer) {
        Matcher parts = REGISTRY_BLOB.matcher(layer.location());
        if (!parts.matches() || !ImageReference.looksLikeRegistry(parts.group(1))) {
            throw notABlob(layer);
        }
        destinations.require(layer.field() + ".location", repository(layer, parts.group(1), parts.group(2)));
        if (!parts.group(3).equals(layer.gzipDigest().toString())) {
            throw layer.broken("gzipDigest", "is not the digest in location");
        }
    }

    private static ImageReference repository(CheckedLayer layer, String registry, String repository) {
        try {
            return ImageReference.parse(registry + "/" + repository);
        } catch (IllegalArgumentException malformed) {
            throw notABlob(layer);
        }
    }

    private static ApiException notABlob(CheckedLayer layer) {
        return layer.broken("location", "must read docker://<registry>/v2/<repository>/blobs/sha256:<64 hex digits>");
    }
}
