package io.wave.builder.assembly;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.wave.augment.AddedLayer;
import io.wave.build.BuildSpec.StoredLayer;
import io.wave.builder.context.ContextLayers;
import io.wave.job.engine.process.Workspace;
import io.wave.registry.BlobPush;
import io.wave.registry.RepositoryPush;
import io.wave.store.ObjectStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Schedulers;

/** Pushes layers that are in no registry yet. */
public final class LayerUploads {

    private static final Logger logger = LoggerFactory.getLogger(LayerUploads.class);
    private static final int PART = 256 * 1024;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final ContextLayers layers;

    public LayerUploads(ContextLayers layers) {
        this.layers = layers;
    }

    BlobPush push(AddedLayer layer, RepositoryPush push, String tenant, Workspace workspace)
            throws IOException, InterruptedException {
        fetch(new StoredLayer(layer.location(), layer.digest(), layer.size(), layer.diffId()), tenant, workspace);
        Path file = workspace
                .folder()
                .resolve("layer-%s.tar.gz".formatted(layer.digest().hex()));
        try {
            return Waiting.forResult(push.upload(layer.digest(), layer.size(), content(file)));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** An object store that is away is waited for, as long as the job may run. */
    private void fetch(StoredLayer layer, String tenant, Workspace workspace) throws IOException, InterruptedException {
        for (Duration pause = FIRST_PAUSE; ; pause = longer(pause)) {
            workspace.requireLease();
            try {
                layers.put(layer, tenant, workspace.folder());
                return;
            } catch (ObjectStoreException away) {
                logger.atWarn()
                        .addKeyValue("jobId", workspace.jobId())
                        .log("A layer cannot be fetched yet: {}", away.getMessage());
                Thread.sleep(pause);
            }
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
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
