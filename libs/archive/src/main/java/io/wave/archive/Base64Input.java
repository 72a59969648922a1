package io.wave.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;

/** The bytes that base64 text stands for, decoded a block at a time and as strictly as in one piece. */
public final class Base64Input extends InputStream {

    /** A multiple of four. */
    private static final int BLOCK = 16 * 1024;

    private final String text;
    private int position;
    private byte[] decoded = new byte[0];
    private int taken;

    /** @param start index of the first character of the base64 within the text */
    public Base64Input(String text, int start) {
        this.text = text;
        this.position = Objects.checkIndex(start, text.length() + 1);
    }

    @Override
    public int read() throws IOException {
        return fill() ? Byte.toUnsignedInt(decoded[taken++]) : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, decoded.length - taken);
        System.arraycopy(decoded, taken, buffer, offset, count);
        taken += count;
        return count;
    }

    /** Whether there is a byte to be read. */
    private boolean fill() throws ArchiveException {
        while (taken == decoded.length && position < text.length()) {
            int end = Math.min(text.length(), position + BLOCK);
            decoded = decode(text.substring(position, end), end == text.length());
            position = end;
            taken = 0;
        }
        return taken < decoded.length;
    }

    private static byte[] decode(String block, boolean last) throws ArchiveException {
        try {
            if (last || block.indexOf('=') < 0) {
                // What is no ISO 8859-1 becomes a question mark, which is no base64.
                return Base64.getDecoder().decode(block.getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (IllegalArgumentException malformed) {
            // answered below, as padding that comes too early
        }
        throw new ArchiveException("must be base64");
    }
}
