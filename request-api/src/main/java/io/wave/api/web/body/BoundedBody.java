package io.wave.api.web.body;

import io.wave.api.web.problem.ApiException;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * A request whose body is limited while it is read: by size, by its share of the memory budget, and by time. Memory is
 * reserved only for what has arrived.
 */
final class BoundedBody extends HttpServletRequestWrapper {

    /** Memory is reserved in steps that double the size, within these limits. */
    private static final int FIRST_STEP = 4 * 1024;

    private static final int LARGEST_STEP = 256 * 1024;

    /** How much of a rejected body is read, so that the client can read the response. */
    private static final long MAX_DISCARDED = 24L << 20;

    private final long maxSize;
    private final BodyMemory.Share share;
    private final BodyTimeout pace;
    private long room;
    private boolean ended;
    private @Nullable ServletInputStream counted;

    BoundedBody(HttpServletRequest request, long maxSize, BodyMemory.Share share, BodyTimeout pace) {
        super(request);
        this.maxSize = maxSize;
        this.share = share;
        this.pace = pace;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (counted == null) {
            counted = new Counted(super.getInputStream());
        }
        return counted;
    }

    /** @throws ApiException 413 if a body of this size is not accepted */
    void requireWithinLimit(long size) {
        if (size > maxSize) {
            throw ApiException.tooLarge(
                    "request body: is larger than %d bytes, the limit: send less, such as layers and the build context by their URLs"
                            .formatted(maxSize));
        }
    }

    /** Whether there may be more of the body to read. */
    boolean isUnread() throws IOException {
        return !ended
                && (getContentLengthLong() > 0 || getHeader(HttpHeaders.TRANSFER_ENCODING) != null)
                && !super.getInputStream().isFinished();
    }

    /**
     * Reads and discards the rest: a client that is still sending would not see the response if the connection were
     * closed.
     */
    void discard() {
        byte[] buffer = new byte[8192];
        try {
            ServletInputStream rest = super.getInputStream();
            int read = rest.read(buffer);
            for (long all = 0; read >= 0 && all < MAX_DISCARDED; all += read) {
                pace.arrived(read);
                read = rest.read(buffer);
            }
        } catch (IOException | ApiException clientLeftOrWaits) {
            ended = true;
        }
    }

    private final class Counted extends ServletInputStream {

        private final ServletInputStream body;
        private long count;

        Counted(ServletInputStream body) {
            this.body = body;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = arrive(buffer, offset, length);
            if (read > 0) {
                count(read);
            } else if (read < 0) {
                ended = true;
            }
            return read;
        }

        private int arrive(byte[] buffer, int offset, int length) throws IOException {
            try {
                return body.read(buffer, offset, length);
            } catch (IOException failed) {
                if (failed instanceof SocketTimeoutException || failed.getCause() instanceof SocketTimeoutException) {
                    throw BodyTimeout.tooSlow();
                }
                throw failed;
            }
        }

        private void count(int bytes) {
            count += bytes;
            requireWithinLimit(count);
            pace.arrived(bytes);
            if (count > room) {
                room = Math.min(maxSize, count + Math.clamp(count, FIRST_STEP, LARGEST_STEP));
                share.growTo(room);
            }
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }
    }
}
