package io.wave.api.content;

import io.wave.api.web.problem.ApiException;
import io.wave.archive.ByteBudget;
import io.wave.build.BuildSpec.StoredContext;
import io.wave.container.Layer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Build contexts: downloaded if necessary, checked and stored in the object store. */
@Component
public class BuildContexts {

    private static final String FIELD = "buildContext";

    private final ContentProperties properties;
    private final ContextDownloader web;
    private final UnpackExecutor threads;
    private final ContentStore stored;

    BuildContexts(ContentProperties properties, ContextDownloader web, UnpackExecutor threads, ContentStore stored) {
        this.properties = properties;
        this.web = web;
        this.threads = threads;
        this.stored = stored;
    }

    /**
     * Stores a build context.
     *
     * @param unpacked remaining limit for the uncompressed size
     * @throws ApiException 400 naming the violated rule or the invalid entry; nothing is stored then
     */
    public StoredContext store(Layer layer, ByteBudget unpacked) {
        CheckedLayer context = read(layer, unpacked, stored::put, stored::put);
        return new StoredContext(context.gzipDigest(), context.gzipSize());
    }

    /**
     * Checks a build context without storing it.
     *
     * @param unpacked remaining limit for the uncompressed size
     * @throws ApiException 400 naming the violated rule or the invalid entry
     */
    public void check(Layer layer, ByteBudget unpacked) {
        var _ = read(layer, unpacked, _ -> {}, (_, _) -> {});
    }

    private CheckedLayer read(
            Layer layer, ByteBudget unpacked, Consumer<CheckedLayer> inline, BiConsumer<CheckedLayer, Path> fetched) {
        CheckedLayer context = CheckedLayer.of(FIELD, layer);
        if (context.gzipSize() > properties.maxContext().toBytes()) {
            throw context.broken("gzipSize", "must not exceed " + properties.maxContext());
        }
        if (InlineContent.isOne(context)) {
            threads.run(() -> verify(context, InlineContent.open(context, unpacked), unpacked));
            inline.accept(context);
        } else {
            fetch(context, unpacked, fetched);
        }
        return context;
    }

    private void fetch(CheckedLayer context, ByteBudget unpacked, BiConsumer<CheckedLayer, Path> fetched) {
        HttpLocation.requireShort(context);
        HttpLocation.require(context, "must start with http://, https://, data: or gzip:");
        stored.inFile(file -> {
            web.download(context, file);
            threads.run(() -> verifyFile(context, file, unpacked));
            fetched.accept(context, file);
        });
    }

    private void verifyFile(CheckedLayer context, Path file, ByteBudget unpacked) {
        try (InputStream content = Files.newInputStream(file)) {
            verify(context, content, unpacked);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private void verify(CheckedLayer context, InputStream content, ByteBudget unpacked) {
        new ContentCheck(context, unpacked).read(content, new ContextTar(context, properties.maxEntries()));
    }
}
