package io.wave.store;

import io.wave.background.Backoff;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The content of an S3 object. If the response is interrupted, the rest is requested; the read fails with an {@link
 * ObjectStoreException} after a few attempts, or if the object was replaced meanwhile.
 */
final class ResumingInputStream extends InputStream {

    private static final int MAX_ATTEMPTS = 4;
    private static final int PRECONDITION_FAILED = 412;
    private static final Duration INITIAL_DELAY = Duration.ofMillis(100);
    private static final Duration MAX_DELAY = Duration.ofSeconds(1);

    private final ObjectName name;
    private final Source source;
    private final @Nullable String tag;
    private final long end;
    private @Nullable ResponseInputStream<GetObjectResponse> current;
    private long position;

    /** Requests an object. */
    @FunctionalInterface
    interface Source {

        /** @param tag entity tag that the object must still have, if any */
        ResponseInputStream<GetObjectResponse> from(long offset, @Nullable String tag);
    }

    ResumingInputStream(ObjectName name, Source source, long offset) {
        this.name = name;
        this.source = source;
        this.position = offset;
        ResponseInputStream<GetObjectResponse> first = source.from(offset, null);
        Long length = first.response().contentLength();
        this.current = first;
        this.tag = first.response().eTag();
        this.end = length == null ? -1 : offset + length;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        Backoff backoff = new Backoff(INITIAL_DELAY, MAX_DELAY);
        for (int attempt = 1; ; attempt++) {
            try {
                return readOnce(bytes, offset, length);
            } catch (IOException | SdkException interrupted) {
                abort();
                if (attempt == MAX_ATTEMPTS || Thread.currentThread().isInterrupted() || isReplaced(interrupted)) {
                    throw new ObjectStoreException(
                            "cannot read '%s': interrupted at byte %d: %s"
                                    .formatted(name, position, interrupted.getMessage()),
                            interrupted);
                }
                LockSupport.parkNanos(backoff.next().toNanos());
            }
        }
    }

    /** Whether the object was replaced, so that reading cannot continue. */
    private static boolean isReplaced(Exception interrupted) {
        return interrupted instanceof S3Exception refused && refused.statusCode() == PRECONDITION_FAILED;
    }

    private int readOnce(byte[] bytes, int offset, int length) throws IOException {
        ResponseInputStream<GetObjectResponse> content = current;
        if (content == null) {
            content = source.from(position, tag);
            current = content;
        }
        int count = content.read(bytes, offset, length);
        if (count < 0 && position < end) {
            throw new EOFException("content ended before byte %d".formatted(end));
        }
        position += Math.max(0, count);
        return count;
    }

    private void abort() {
        if (current != null) {
            current.abort();
            current = null;
        }
    }

    /** Aborts the request if the content was not read to the end. */
    @Override
    public void close() throws IOException {
        if (current != null && position == end) {
            current.close();
        } else {
            abort();
        }
    }
}
