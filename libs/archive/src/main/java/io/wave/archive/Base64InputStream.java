package io.wave.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;

/** Decodes base64 text block by block, as strictly as a decoder of the whole text. */
public final class Base64InputStream extends InputStream {

    /** A multiple of four. */
    private static final int BLOCK = 16 * 1024;

    private final String text;
    private int position;
    private byte[] decoded = new byte[0];
    private int consumed;

    /** @param start index of the first base64 character in the text */
    public Base64InputStream(String text, int start) {
        this.text = text;
        this.position = Objects.checkIndex(start, text.length() + 1);
    }

    @Override
    public int read() throws IOException {
        return fill() ? Byte.toUnsignedInt(decoded[consumed++]) : -1;
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
        int count = Math.min(length, decoded.length - consumed);
        System.arraycopy(decoded, consumed, buffer, offset, count);
        consumed += count;
        return count;
    }

    /** Decodes the next block if necessary; false at the end. */
    private boolean fill() throws ArchiveException {
        while (consumed == decoded.length && position < text.length()) {
            int end = Math.min(text.length(), position + BLOCK);
            decoded = decode(text.substring(position, end), end == text.length());
            position = end;
            consumed = 0;
        }
        return consumed < decoded.length;
    }

    private static byte[] decode(String block, boolean last) throws ArchiveException {
        try {
            if (last || block.indexOf('=') < 0) {
                // Characters outside ISO 8859-1 become a question mark, which is not valid base64.
                return Base64.getDecoder().decode(block.getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (IllegalArgumentException malformed) {
            // reported below, like padding before the end
        }
        throw new ArchiveException("must be base64");
    }
}
