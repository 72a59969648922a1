package io.wave.store;

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
 * The content of an S3 object. Where the answer is cut, the rest of the same object is asked for; what cannot be had in
 * a few tries, or was replaced meanwhile, fails the read with an {@link ObjectStoreException}.
 */
final class ResumingContent extends InputStream {

    private static final int TRIES = 4;
    private static final int PRECONDITION_FAILED = 412;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    private final ObjectName name;
    private final Source source;
    private final @Nullable String tag;
    private final long end;
    private @Nullable ResponseInputStream<GetObjectResponse> current;
    private long position;

    /** Asks for an object. */
    @FunctionalInterface
    interface Source {

        /** @param tag the entity tag that the object must still have, if any */
        ResponseInputStream<GetObjectResponse> from(long offset, @Nullable String tag);
    }

    ResumingContent(ObjectName name, Source source, long offset) {
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
        Duration pause = FIRST_PAUSE;
        for (int tries = 1; ; tries++) {
            try {
                return readOnce(bytes, offset, length);
            } catch (IOException | SdkException cut) {
                abort();
                if (tries == TRIES || Thread.currentThread().isInterrupted() || isReplaced(cut)) {
                    throw new ObjectStoreException(
                            "cannot read '%s': cut at byte %d: %s".formatted(name, position, cut.getMessage()), cut);
                }
                LockSupport.parkNanos(pause.toNanos());
                pause = pause.multipliedBy(2);
            }
        }
    }

    /** Whether the object is another one by now, so that what was read has no continuation. */
    private static boolean isReplaced(Exception cut) {
        return cut instanceof S3Exception refused && refused.statusCode() == PRECONDITION_FAILED;
    }

    private int readOnce(byte[] bytes, int offset, int length) throws IOException {
        ResponseInputStream<GetObjectResponse> content = current;
        if (content == null) {
            content = source.from(position, tag);
            current = content;
        }
        int count = content.read(bytes, offset, length);
        if (count < 0 && position < end) {
            throw new EOFException("it ends before byte %d".formatted(end));
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

    /** What was not read is not fetched either. */
    @Override
    public void close() throws IOException {
        if (current != null && position == end) {
            current.close();
        } else {
            abort();
        }
    }
}
