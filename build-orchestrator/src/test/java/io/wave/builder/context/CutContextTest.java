package io.wave.builder.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.build.BuildSpec.StoredContext;
import io.wave.image.Digest;
import io.wave.local.fake.FaultyObjectStore;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import io.wave.store.ObjectStoreConfiguration;
import io.wave.store.ObjectStoreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

class CutContextTest {

    private static final byte[] CONTENT = new byte[200_000];

    static {
        new Random(1).nextBytes(CONTENT);
    }

    @TempDir
    private Path work;

    @Test
    void truncatedContextIsRetriedAsAFailureOfTheStore() {
        new ApplicationContextRunner()
                .withUserConfiguration(ObjectStoreConfiguration.class)
                .withPropertyValues("wave.store.location=" + work.resolve("objects"))
                .run(context -> unpackTwice(new FaultyObjectStore(context.getBean(ObjectStore.class))));
    }

    private void unpackTwice(FaultyObjectStore store) throws IOException {
        ContextProperties limits = new ContextProperties(DataSize.ofMegabytes(1), 10, DataSize.ofMegabytes(1));
        BuildContexts contexts = new BuildContexts(store, limits);
        Path folder = Files.createDirectory(work.resolve("context"));
        StoredContext context = stored(store);
        store.cut(1, 1000);
        assertThatThrownBy(() -> contexts.unpack(context, work, folder, contexts.budget()))
                .isInstanceOf(ObjectStoreException.class);
        assertThat(folder).isEmptyDirectory();
        contexts.unpack(context, work, folder, contexts.budget());
        assertThat(folder.resolve("file")).hasBinaryContent(CONTENT);
        assertThat(store.open()).isZero();
    }

    private static StoredContext stored(ObjectStore store) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            TarArchiveEntry entry = new TarArchiveEntry("file");
            entry.setSize(CONTENT.length);
            tar.putArchiveEntry(entry);
            tar.write(CONTENT);
            tar.closeArchiveEntry();
        }
        Digest digest = Digest.of(bytes.toByteArray());
        store.put(ObjectName.blob(digest), bytes.toByteArray());
        return new StoredContext(digest, bytes.size());
    }
}
