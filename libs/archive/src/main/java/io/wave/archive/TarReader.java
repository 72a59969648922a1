package io.wave.archive;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a tar from a stranger, one at a time. What breaks a limit ends in an {@link ArchiveException} before it
 * is held: names and extended headers that are too long, too many entries, sparse files. The number of bytes of content
 * is for the stream below to limit.
 */
public final class TarReader implements Closeable {

    private final TarHeads heads;
    private final TarArchiveInputStream tar;
    private final TarLimits limits;
    private int entries;
    private boolean inEntry;

    /** @param bytes the tar, uncompressed; closed with the reader */
    public TarReader(InputStream bytes, TarLimits limits) {
        this.heads = new TarHeads(bytes, limits);
        this.tar = new TarArchiveInputStream(heads);
        this.limits = limits;
    }

    /**
     * The next entry; empty at the end of the archive.
     *
     * @throws ArchiveException if the archive is malformed or breaks a limit
     */
    public Optional<TarArchiveEntry> next() throws IOException {
        if (inEntry) {
            tar.transferTo(OutputStream.nullOutputStream());
        }
        Optional<TarArchiveEntry> entry = Optional.ofNullable(head());
        inEntry = entry.isPresent();
        if (entry.isPresent()) {
            check(entry.get());
        }
        return entry;
    }

    /** The content of the entry that {@link #next()} gave last. Not to be closed. */
    public InputStream content() {
        return tar;
    }

    private @Nullable TarArchiveEntry head() throws IOException {
        heads.beginHead();
        try {
            return tar.getNextEntry();
        } catch (IllegalArgumentException | IndexOutOfBoundsException | NegativeArraySizeException malformed) {
            throw new ArchiveException("must be a tar", malformed);
        } finally {
            heads.endHead();
        }
    }

    private void check(TarArchiveEntry entry) throws ArchiveException {
        entries++;
        if (entries > limits.maxEntries()) {
            throw new ArchiveException("must not hold more than %d entries".formatted(limits.maxEntries()));
        }
        if (entry.getName().length() > limits.maxName() || entry.getLinkName().length() > limits.maxName()) {
            throw new ArchiveException("must not hold a name longer than %d bytes".formatted(limits.maxName()));
        }
        if (entry.isSparse()) {
            throw TarHeads.sparse();
        }
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }
}
