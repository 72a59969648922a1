package io.wave.api.content;

import io.wave.archive.ByteBudget;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.stereotype.Component;

/** Puts content into the object store, by its digest and by way of a file: it may be larger than what memory is for. */
@Component
class StoredContent {

    private final ObjectStore objects;
    private final UnpackThreads threads;

    StoredContent(ObjectStore objects, UnpackThreads threads) {
        this.objects = objects;
        this.threads = threads;
    }

    /** What is done with a file that is gone afterwards. */
    interface FileWork {

        void with(Path file) throws IOException;
    }

    /** Puts inline content there, which has been verified. */
    void put(CheckedLayer layer) {
        inFile(file -> {
            if (InlineContent.isInflated(layer)) {
                threads.run(() -> write(layer, file));
            } else {
                write(layer, file);
            }
            put(layer, file);
        });
    }

    /** Puts the content of a file there, which has been verified. */
    void put(CheckedLayer layer, Path file) {
        objects.put(ObjectName.blob(layer.gzipDigest()), file);
    }

    /** @throws UncheckedIOException if there is no room for a file, or it cannot be written */
    void inFile(FileWork work) {
        try {
            Path file = Files.createTempFile("content", ".tar.gz");
            try {
                work.with(file);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private static void write(CheckedLayer layer, Path file) {
        try (InputStream content = InlineContent.open(layer, new ByteBudget(layer.gzipSize()));
                OutputStream out = Files.newOutputStream(file)) {
            content.transferTo(out);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
