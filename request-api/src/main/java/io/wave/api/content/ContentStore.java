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

/** Stores content in the object store under its digest. It is buffered in a file, since it may be large. */
@Component
class ContentStore {

    private final ObjectStore objects;
    private final UnpackExecutor threads;

    ContentStore(ObjectStore objects, UnpackExecutor threads) {
        this.objects = objects;
        this.threads = threads;
    }

    /** Work with a temporary file. */
    interface FileWork {

        void with(Path file) throws IOException;
    }

    /** Stores verified inline content. */
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

    /** Stores the verified content of a file. */
    void put(CheckedLayer layer, Path file) {
        objects.put(ObjectName.blob(layer.gzipDigest()), file);
    }

    /** @throws UncheckedIOException if the file cannot be written, for example because the disk is full */
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
