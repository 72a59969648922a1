package io.wave.api.content;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that fails unless it has exactly the announced number of bytes. */
final class ExactSizeInputStream extends FilterInputStream {

    private long left;

    ExactSizeInputStream(InputStream in, long size) {
        super(in);
        this.left = size;
    }

    @Override
    public int read() throws IOException {
        int next = in.read();
        count(next < 0 ? -1 : 1);
        return next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = in.read(buffer, offset, length);
        count(read);
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        return count <= 0 ? 0 : Math.max(0, read(new byte[Math.clamp(count, 1, 8192)]));
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(int read) throws WrongSizeException {
        left -= Math.max(0, read);
        if (left < 0 || (read < 0 && left > 0)) {
            throw new WrongSizeException();
        }
    }

    /** The number of bytes differs from the announced one. */
    static final class WrongSizeException extends IOException {}
}
