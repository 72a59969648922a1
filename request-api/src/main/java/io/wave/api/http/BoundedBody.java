package io.wave.api.http;

import io.wave.api.problem.ApiException;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A request whose body is counted while it is read: by the limit of one body, and by its share of the budget. */
final class BoundedBody extends HttpServletRequestWrapper {

    /** A chunked body takes its room in steps of this size. */
    private static final int STEP = 64 * 1024;

    private final long maxSize;
    private final BodyBudget.Share share;
    private long room;
    private @Nullable ServletInputStream counted;

    BoundedBody(HttpServletRequest request, long maxSize, BodyBudget.Share share) {
        super(request);
        this.maxSize = maxSize;
        this.share = share;
    }

    /** Makes room for a body whose size the client has told; does nothing where it is unknown (−1). */
    void announce(long size) {
        if (size > room) {
            requireWithinLimit(size);
            share.growTo(size);
            room = size;
        }
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (counted == null) {
            counted = new Counted(super.getInputStream());
        }
        return counted;
    }

    private void requireWithinLimit(long size) {
        if (size > maxSize) {
            throw ApiException.tooLarge("The request body must not exceed %d bytes".formatted(maxSize));
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
            int next = body.read();
            if (next >= 0) {
                count(1);
            }
            return next;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = body.read(buffer, offset, length);
            if (read > 0) {
                count(read);
            }
            return read;
        }

        private void count(int bytes) {
            count += bytes;
            if (count > room) {
                requireWithinLimit(count);
                announce(Math.min(maxSize, count + STEP));
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
