package io.wave.proxy.blobcache;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Reads a part of a file that grows, one buffer after the other. Used by one thread at a time. */
final class BlobReader {

    private static final int BUFFER = 128 * 1024;

    private final long last;
    private final AtomicLong position;
    private volatile @Nullable FileChannel file;

    BlobReader(long first, long last) {
        this.position = new AtomicLong(first);
        this.last = last;
    }

    /** Opens the file, which may get its final name at any time. */
    BlobReader open(Path download, Path stored) {
        try {
            file = openEither(download, stored);
            return this;
        } catch (IOException failed) {
            throw new CacheDiskException(failed);
        }
    }

    private static FileChannel openEither(Path download, Path stored) throws IOException {
        try {
            return FileChannel.open(download, StandardOpenOption.READ);
        } catch (NoSuchFileException renamed) {
            return FileChannel.open(stored, StandardOpenOption.READ);
        }
    }

    /** Position of the next byte. */
    long position() {
        return position.get();
    }

    boolean hasNext() {
        return position.get() <= last;
    }

    /** The next bytes, of a file with this many bytes. The buffer is on the heap: nothing leaks if it is dropped. */
    ByteBuf next(long written) {
        long from = position.get();
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER, Math.min(written, last + 1) - from));
        try {
            FileChannel open = file;
            while (buffer.hasRemaining()) {
                if (open == null || open.read(buffer, from + buffer.position()) < 0) {
                    throw new IOException("the file is shorter than what was written to it");
                }
            }
        } catch (IOException failed) {
            throw new CacheDiskException(failed);
        }
        position.addAndGet(buffer.position());
        return Unpooled.wrappedBuffer(buffer.flip());
    }

    void close() {
        try {
            FileChannel open = file;
            if (open != null) {
                open.close();
            }
        } catch (IOException failed) {
            throw new CacheDiskException(failed);
        }
    }
}
