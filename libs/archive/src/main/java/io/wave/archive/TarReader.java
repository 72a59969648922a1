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
 * Reads the entries of an untrusted tar one by one. Whatever exceeds a limit ends in an {@link ArchiveException} before it
 * is held in memory: names and extended headers that are too long, too many entries, sparse files. The length of the
 * content must be limited by the underlying stream.
 */
public final class TarReader implements Closeable {

    private final TarHeaderCheck headers;
    private final TarArchiveInputStream tar;
    private final TarLimits limits;
    private int entries;
    private boolean inEntry;

    /** @param bytes uncompressed tar; closed with the reader */
    public TarReader(InputStream bytes, TarLimits limits) {
        this.headers = new TarHeaderCheck(bytes, limits);
        this.tar = new TarArchiveInputStream(headers);
        this.limits = limits;
    }

    /**
     * The next entry; empty at the end of the archive.
     *
     * @throws ArchiveException if the archive is malformed or exceeds a limit
     */
    public Optional<TarArchiveEntry> next() throws IOException {
        if (inEntry) {
            tar.transferTo(OutputStream.nullOutputStream());
        }
        Optional<TarArchiveEntry> entry = Optional.ofNullable(nextHeaders());
        inEntry = entry.isPresent();
        if (entry.isPresent()) {
            check(entry.get());
        }
        return entry;
    }

    /** The content of the current entry. Must not be closed. */
    public InputStream content() {
        return tar;
    }

    private @Nullable TarArchiveEntry nextHeaders() throws IOException {
        headers.beginHeaders();
        try {
            return tar.getNextEntry();
        } catch (IllegalArgumentException | IndexOutOfBoundsException | NegativeArraySizeException malformed) {
            throw new ArchiveException("must be a tar", malformed);
        } finally {
            headers.endHeaders();
        }
    }

    private void check(TarArchiveEntry entry) throws ArchiveException {
        entries++;
        if (entries > limits.maxEntries()) {
            throw new ArchiveException("must not contain more than %d entries".formatted(limits.maxEntries()));
        }
        if (entry.getName().length() > limits.maxName() || entry.getLinkName().length() > limits.maxName()) {
            throw new ArchiveException("must not contain a name longer than %d bytes".formatted(limits.maxName()));
        }
        if (entry.isSparse()) {
            throw TarHeaderCheck.sparse();
        }
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }
}
