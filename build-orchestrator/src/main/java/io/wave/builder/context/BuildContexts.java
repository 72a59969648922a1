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
     * @param scratch a folder for what is fetched, verified before it is unpacked
     * @param budget of the build, for all that it unpacks
     * @throws InvalidContextException if it is missing, is not what its digest says, or breaks a rule
     * @throws io.wave.store.ObjectStoreException if the store is away
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
     * Unpacks a file into an empty folder.
     *
     * @param budget of the build, for all that it unpacks
     * @throws InvalidContextException if it is no gzip-compressed tar, or breaks a rule
     */
    public void unpack(Path packed, Path folder, UnpackBudget budget) throws IOException {
        // Of the tar as a whole: its headers come on top of what the files hold.
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

    /** A budget for one build. */
    public UnpackBudget budget() {
        return new UnpackBudget(limits);
    }

    private void fetch(Digest digest, Path file) throws IOException {
        MessageDigest hash = Digest.sha256();
        InputStream content = store.open(ObjectName.blob(digest))
                .orElseThrow(() ->
                        new InvalidContextException("buildContext: %s is not stored; send it again".formatted(digest)));
        try (InputStream hashed = new DigestInputStream(content, hash)) {
            Files.copy(hashed, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Digest.finish(hash).equals(digest)) {
            throw new InvalidContextException("buildContext: what is stored is not what %s names".formatted(digest));
        }
    }
}
