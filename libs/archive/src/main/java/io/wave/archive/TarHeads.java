package io.wave.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of a tar on their way to a parser that believes every length. While the head of an entry is read, each record
 * is looked at before the parser gets it: an extension header that announces too much ends the stream with an error, and
 * so does a head that is too long in all, whatever it consists of.
 */
final class TarHeads extends FilterInputStream {

    private static final int RECORD = 512;
    private static final int SIZE_OFFSET = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int TYPE_OFFSET = 156;

    /** Of all global headers together: every entry gets a copy of what they say. */
    private static final int MAX_GLOBAL = 4096;

    private final TarLimits limits;
    private final byte[] record = new byte[RECORD];
    private int filled;
    private long position;
    private long extensionRecords;
    private int globalBytes;
    private boolean inHead;
    private int headLeft;

    TarHeads(InputStream in, TarLimits limits) {
        super(in);
        this.limits = limits;
    }

    /** What is read next is the head of an entry, after the padding of the one before. */
    void beginHead() {
        inHead = true;
        headLeft = 2 * (limits.maxName() + limits.maxHeader()) + MAX_GLOBAL + 16 * RECORD;
        filled = 0;
        extensionRecords = 0;
    }

    /** What is read next is content. */
    void endHead() {
        inHead = false;
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
        if (read > 0 && inHead) {
            headLeft -= read;
            if (headLeft < 0) {
                throw new ArchiveException("must not hold an entry whose headers are longer than %d bytes in all"
                        .formatted(limits.maxHeader()));
            }
            look(buffer, offset, read);
        }
        position += Math.max(0, read);
        return read;
    }

    /** Collects whole records; what is left of the record before the head is padding. */
    private void look(byte[] buffer, int offset, int length) throws ArchiveException {
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
            case 'L', 'K' -> expect("name", limits.maxName() + 1);
            case 'x', 'X' -> expect("extended header", limits.maxHeader());
            case 'g' -> globalBytes += expect("global header", MAX_GLOBAL - globalBytes);
            case 'S' -> throw sparse();
            default -> {}
        }
    }

    private int expect(String what, int limit) throws ArchiveException {
        long size = size();
        if (size > limit) {
            throw new ArchiveException("must not hold a %s longer than %d bytes".formatted(what, limit));
        }
        extensionRecords = Math.ceilDiv(size, RECORD);
        return (int) size;
    }

    /** As every tar writes a size below 8 GiB. */
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
        return new ArchiveException("must not hold sparse files");
    }

    /** By reading, so that nothing passes unseen. */
    @Override
    public long skip(long count) throws IOException {
        return count <= 0 ? 0 : Math.max(0, read(new byte[(int) Math.min(count, 16 * RECORD)]));
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
