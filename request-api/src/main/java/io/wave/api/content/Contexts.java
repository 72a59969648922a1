package io.wave.api.content;

import io.wave.api.problem.ApiException;
import io.wave.build.BuildSpec.StoredContext;
import io.wave.container.Layer;
import io.wave.image.Digest;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Build contexts: fetched where they are elsewhere, checked, and put into the object store. */
@Component
public class Contexts {

    private static final String FIELD = "buildContext";

    private final ObjectStore objects;
    private final ContentProperties properties;
    private final WebContent web;

    Contexts(ObjectStore objects, ContentProperties properties, WebContent web) {
        this.objects = objects;
        this.properties = properties;
        this.web = web;
    }

    /**
     * Puts a context where workers find it.
     *
     * @throws ApiException 400 naming the rule, or the entry, that is broken; nothing has been stored then
     */
    public StoredContext store(Layer layer) {
        CheckedLayer context = CheckedLayer.of(FIELD, layer);
        if (context.gzipSize() > properties.maxContext().toBytes()) {
            throw context.broken("gzipSize", "must not exceed " + properties.maxContext());
        }
        Optional<byte[]> inline = InlineContent.read(context);
        try {
            if (inline.isPresent()) {
                new ContextTar(context, properties).verify(new ByteArrayInputStream(inline.get()));
                objects.put(ObjectName.blob(context.gzipDigest()), inline.get());
            } else {
                fetch(context);
            }
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
        return new StoredContext(context.gzipDigest(), context.gzipSize());
    }

    private void fetch(CheckedLayer context) throws IOException {
        if (!WebLocation.isOne(context.location())) {
            throw context.broken("location", "must begin with http://, https://, data: or gzip:");
        }
        Path file = Files.createTempFile("context", ".tar.gz");
        try {
            web.download(context, file);
            verifyFile(context, file);
            objects.put(ObjectName.blob(context.gzipDigest()), file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void verifyFile(CheckedLayer context, Path file) throws IOException {
        if (Files.size(file) != context.gzipSize()) {
            throw context.broken("gzipSize", "is not the number of bytes at location");
        }
        MessageDigest hash = Digest.sha256();
        try (InputStream content = new DigestInputStream(Files.newInputStream(file), hash)) {
            content.transferTo(OutputStream.nullOutputStream());
        }
        if (!Digest.finish(hash).equals(context.gzipDigest())) {
            throw context.broken("gzipDigest", "is not the digest of the bytes at location");
        }
        try (InputStream content = Files.newInputStream(file)) {
            new ContextTar(context, properties).verify(content);
        }
    }
}
