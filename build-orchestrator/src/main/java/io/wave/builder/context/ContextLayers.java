package io.wave.builder.context;

import io.netty.buffer.ByteBuf;
import io.netty.util.ReferenceCountUtil;
import io.wave.build.BuildSpec.StoredLayer;
import io.wave.container.Layer;
import io.wave.egress.Downloads;
import io.wave.image.Digest;
import io.wave.registry.RegistryClient;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.blob.BlobResponse;
import io.wave.registry.error.RegistryException;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.util.unit.DataSize;
import reactor.core.scheduler.Schedulers;

/** Fetches the layers that a container file adds from their locations and places them next to it. */
public final class ContextLayers {

    private static final Pattern REGISTRY_BLOB =
            Pattern.compile("docker://([^/]+)/v2/(.+)/blobs/(sha256:[0-9a-f]{64})");
    private static final Duration TIMEOUT = Duration.ofMinutes(10);
    private static final int TRIES = 3;

    private final ObjectStore store;
    private final RegistryClient registries;
    private final Downloads downloads;
    private final ContextProperties limits;

    public ContextLayers(ObjectStore store, RegistryClient registries, Downloads downloads, ContextProperties limits) {
        this.store = store;
        this.registries = registries;
        this.downloads = downloads;
        this.limits = limits;
    }

    /**
     * Checks the total size of the layers of a build before they are unpacked.
     *
     * @throws InvalidContextException if they exceed the maximum size of a layer
     */
    public void require(List<StoredLayer> all) {
        require(all, limits.maxLayerSize());
    }

    static void require(List<StoredLayer> all, DataSize most) {
        long left = most.toBytes();
        for (StoredLayer layer : all) {
            if (layer.gzipSize() > left) {
                throw new InvalidContextException("layers: total size exceeds %d bytes".formatted(most.toBytes()));
            }
            left -= layer.gzipSize();
        }
    }

    /**
     * Places a layer in a build context as {@code layer-<hex>.tar.gz}, replacing a file of that name.
     *
     * @param tenant whose registry credentials may be used
     * @throws InvalidContextException if it cannot be fetched or does not match its digests and size
     * @throws io.wave.store.ObjectStoreException if the object store is unavailable
     */
    public void put(StoredLayer layer, String tenant, Path context) throws IOException {
        if (layer.gzipSize() > limits.maxLayerSize().toBytes()) {
            throw new InvalidContextException("layer %s: exceeds %d bytes"
                    .formatted(layer.gzipDigest(), limits.maxLayerSize().toBytes()));
        }
        Path file = context.resolve("layer-" + layer.gzipDigest().hex() + ".tar.gz");
        OwnFiles.removeExisting(file);
        if (layer.location().startsWith(Layer.STORED)) {
            stored(layer, file);
        } else {
            fetched(layer, tenant, file);
        }
        new LayerCheck(layer, limits).verify(file);
    }

    private void stored(StoredLayer layer, Path file) throws IOException {
        try (InputStream content = store.open(ObjectName.blob(layer.gzipDigest()))
                .orElseThrow(() -> new InvalidContextException(
                        "layer %s: not found in the object store; send it again".formatted(layer.gzipDigest())))) {
            Files.copy(content, file);
        }
    }

    private void fetched(StoredLayer layer, String tenant, Path file) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                fetch(layer, tenant, file);
                return;
            } catch (Downloads.DownloadException | RegistryException failed) {
                if (tries == TRIES) {
                    throw new InvalidContextException("layer %s: could not be fetched from %s: %s"
                            .formatted(
                                    layer.gzipDigest(),
                                    URI.create(layer.location()).getHost(),
                                    failed.getMessage()));
                }
            }
        }
    }

    private void fetch(StoredLayer layer, String tenant, Path file) throws IOException {
        Matcher blob = REGISTRY_BLOB.matcher(layer.location());
        if (!blob.matches()) {
            downloads.toFile(URI.create(layer.location()), file, layer.gzipSize(), TIMEOUT);
            return;
        }
        BlobResponse answer = registries
                .blob(blob.group(1), blob.group(2), Digest.parse(blob.group(3)), null, new RegistryAccess(tenant))
                .blockOptional(TIMEOUT)
                .orElseThrow(() -> new InvalidContextException("layer %s: not found".formatted(layer.location())));
        switch (answer) {
            case BlobResponse.Redirect(var location, var _) ->
                downloads.toFile(location, file, layer.gzipSize(), TIMEOUT);
            case BlobResponse.Body body -> write(body, layer.gzipSize(), file);
        }
    }

    static void write(BlobResponse.Body body, long size, Path file) throws IOException {
        AtomicLong left = new AtomicLong(size);
        try (OutputStream out = Files.newOutputStream(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            body.content()
                    .publishOn(Schedulers.boundedElastic())
                    .doOnNext(part -> write(part, left, out))
                    .doOnDiscard(ByteBuf.class, ReferenceCountUtil::release)
                    .then()
                    .block(TIMEOUT);
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
    }

    private static void write(ByteBuf part, AtomicLong left, OutputStream out) {
        try {
            if (left.addAndGet(-part.readableBytes()) < 0) {
                throw new InvalidContextException("layer: the fetched content is larger than the size in the request");
            }
            part.readBytes(out, part.readableBytes());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } finally {
            part.release();
        }
    }
}
