package io.wave.builder.context;

import io.wave.archive.ArchiveException;
import io.wave.archive.ByteBudget;
import io.wave.archive.Inflation;
import io.wave.build.BuildSpec.StoredContext;
import io.wave.image.Digest;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.zip.ZipException;

/** Fetches build contexts from the object store. */
public final class BuildContexts {

    private static final int HEADERS_PER_ENTRY = 2048;

    private final ObjectStore store;
    private final ContextProperties limits;

    public BuildContexts(ObjectStore store, ContextProperties limits) {
        this.store = store;
        this.limits = limits;
    }

    /**
     * Unpacks a context into an empty folder.
     *
     * @param scratch a folder for the fetched archive, which is verified before it is unpacked
     * @param budget limits of everything that the build unpacks
     * @throws InvalidContextException if the context is missing, does not match its digest, or is not allowed
     * @throws io.wave.store.ObjectStoreException if the object store is unavailable
     */
    public void unpack(StoredContext context, Path scratch, Path folder, UnpackBudget budget) throws IOException {
        Path packed = Files.createTempFile(scratch, "context", ".tar.gz");
        try {
            fetch(context.digest(), packed);
            unpack(packed, folder, budget);
        } finally {
            Files.delete(packed);
        }
    }

    /**
     * Unpacks an archive into an empty folder.
     *
     * @param budget limits of everything that the build unpacks
     * @throws InvalidContextException if it is not a gzip-compressed tar archive, or is not allowed
     */
    public void unpack(Path packed, Path folder, UnpackBudget budget) throws IOException {
        // The size of the whole tar archive: its headers in addition to the content of the files.
        long bytes = limits.maxSize().toBytes() + (long) HEADERS_PER_ENTRY * limits.maxEntries();
        try (InputStream file = new BufferedInputStream(Files.newInputStream(packed));
                InputStream tar = Inflation.gzip(file, new ByteBudget(bytes))) {
            new ContextArchive(folder, limits, budget).unpack(tar);
        } catch (ArchiveException broken) {
            throw new InvalidContextException("buildContext: " + broken.getMessage());
        } catch (ZipException | EOFException malformed) {
            throw new InvalidContextException("buildContext: not a gzip-compressed tar: " + malformed.getMessage());
        }
    }

    /** Creates the limits for one build. */
    public UnpackBudget budget() {
        return new UnpackBudget(limits);
    }

    private void fetch(Digest digest, Path file) throws IOException {
        MessageDigest hash = Digest.sha256();
        InputStream content = store.open(ObjectName.blob(digest))
                .orElseThrow(() -> new InvalidContextException(
                        "buildContext: %s not found in the object store; send it again".formatted(digest)));
        try (InputStream hashed = new DigestInputStream(content, hash)) {
            Files.copy(hashed, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Digest.finish(hash).equals(digest)) {
            throw new InvalidContextException("buildContext: the stored content does not match %s".formatted(digest));
        }
    }
}
