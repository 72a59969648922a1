package io.wave.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Checks the headers of a tar before they reach a parser that trusts every length. While the headers of an entry are read, each
 * record is checked: an extension header with an excessive length ends the stream with an error, as do headers that are
 * too long in total.
 */
final class TarHeaderCheck extends FilterInputStream {

    private static final int RECORD = 512;
    private static final int SIZE_OFFSET = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int TYPE_OFFSET = 156;

    /** Limit for all global headers together, since every entry gets a copy of them. */
    private static final int MAX_GLOBAL = 4096;

    private final TarLimits limits;
    private final byte[] record = new byte[RECORD];
    private int filled;
    private long position;
    private long extensionRecords;
    private int globalBytes;
    private boolean inHeaders;
    private int headersLeft;

    TarHeaderCheck(InputStream in, TarLimits limits) {
        super(in);
        this.limits = limits;
    }

    /** The headers of an entry follow, after the padding of the previous entry. */
    void beginHeaders() {
        inHeaders = true;
        headersLeft = 2 * (limits.maxName() + limits.maxHeader()) + MAX_GLOBAL + 16 * RECORD;
        filled = 0;
        extensionRecords = 0;
    }

    /** The content of the entry follows. */
    void endHeaders() {
        inHeaders = false;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int read = read(one, 0, 1);
        return read < 0 ? read : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = in.read(buffer, offset, length);
        if (read > 0 && inHeaders) {
            headersLeft -= read;
            if (headersLeft < 0) {
                throw new ArchiveException(
                        "must not contain an entry with more than %d bytes of headers".formatted(limits.maxHeader()));
            }
            inspect(buffer, offset, read);
        }
        position += Math.max(0, read);
        return read;
    }

    /** Collects whole records; the rest of the record before the headers is padding. */
    private void inspect(byte[] buffer, int offset, int length) throws ArchiveException {
        long at = position;
        for (int i = offset; i < offset + length; i++, at++) {
            if (filled > 0 || at % RECORD == 0) {
                record[filled++] = buffer[i];
            }
            if (filled == RECORD) {
                filled = 0;
                checkRecord();
            }
        }
    }

    private void checkRecord() throws ArchiveException {
        if (extensionRecords > 0) {
            extensionRecords--;
            return;
        }
        switch (record[TYPE_OFFSET]) {
            case 'L', 'K' -> expect("a name", limits.maxName() + 1);
            case 'x', 'X' -> expect("an extended header", limits.maxHeader());
            case 'g' -> globalBytes += expect("a global header", MAX_GLOBAL - globalBytes);
            case 'S' -> throw sparse();
            default -> {}
        }
    }

    private int expect(String what, int limit) throws ArchiveException {
        long size = size();
        if (size > limit) {
            throw new ArchiveException("must not contain %s longer than %d bytes".formatted(what, limit));
        }
        extensionRecords = Math.ceilDiv(size, RECORD);
        return (int) size;
    }

    /** The size in octal, as for all sizes below 8 GiB. */
    private long size() throws ArchiveException {
        String text = new String(record, SIZE_OFFSET, SIZE_LENGTH, StandardCharsets.ISO_8859_1)
                .replace('\0', ' ')
                .strip();
        try {
            return Long.parseUnsignedLong(text.isEmpty() ? "0" : text, 8);
        } catch (NumberFormatException malformed) {
            throw new ArchiveException("must be a tar: an extension header has no valid size", malformed);
        }
    }

    static ArchiveException sparse() {
        return new ArchiveException("must not contain sparse files");
    }

    /** Reads, so that all bytes are checked. */
    @Override
    public long skip(long count) throws IOException {
        return count <= 0 ? 0 : Math.max(0, read(new byte[(int) Math.min(count, 16 * RECORD)]));
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
