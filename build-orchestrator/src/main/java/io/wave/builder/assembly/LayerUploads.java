package io.wave.builder.assembly;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.wave.augment.manifest.AddedLayer;
import io.wave.build.BuildSpec.StoredLayer;
import io.wave.builder.context.ContextLayers;
import io.wave.job.engine.plan.Work;
import io.wave.registry.push.BlobPush;
import io.wave.registry.push.RepositoryPush;
import io.wave.worker.registry.RegistryCalls;
import io.wave.worker.store.ObjectStoreRetry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Schedulers;

/** Uploads layers that are not in a registry. */
public final class LayerUploads {

    private static final int PART = 256 * 1024;

    private final ContextLayers layers;

    public LayerUploads(ContextLayers layers) {
        this.layers = layers;
    }

    BlobPush push(AddedLayer layer, RepositoryPush push, String tenant, Work work)
            throws IOException, InterruptedException {
        StoredLayer stored = new StoredLayer(layer.location(), layer.digest(), layer.size(), layer.diffId());
        ObjectStoreRetry.retryWhileUnavailable(work, () -> layers.put(stored, tenant, work.folder()));
        Path file =
                work.folder().resolve("layer-%s.tar.gz".formatted(layer.digest().hex()));
        try {
            return RegistryCalls.await(push.upload(layer.digest(), layer.size(), content(file)));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static Flux<ByteBuf> content(Path file) {
        return Flux.using(() -> Files.newInputStream(file), LayerUploads::parts)
                .subscribeOn(Schedulers.boundedElastic());
    }

    private static Flux<ByteBuf> parts(InputStream content) {
        return Flux.generate((SynchronousSink<ByteBuf> sink) -> {
            try {
                byte[] part = content.readNBytes(PART);
                if (part.length == 0) {
                    sink.complete();
                } else {
                    sink.next(Unpooled.wrappedBuffer(part));
                }
            } catch (IOException failure) {
                sink.error(new UncheckedIOException(failure));
            }
        });
    }
}
