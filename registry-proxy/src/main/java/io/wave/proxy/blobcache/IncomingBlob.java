package io.wave.proxy.blobcache;

import io.netty.buffer.ByteBuf;
import io.wave.image.Digest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * A blob that is being downloaded into the cache. Any number of clients read the file while it grows, each at its own
 * speed; the download depends on none of them. Its last bytes are written when the digest of the whole is verified, so that a
 * client that counts bytes never accepts wrong content as complete.
 */
public final class IncomingBlob implements CachedBlob {

    private final Digest digest;
    private final long length;
    private final Path download;
    private final Path stored;
    private final Scheduler disk;
    private volatile long written;
    private volatile @Nullable Throwable failure;
    private volatile CompletableFuture<@Nullable Void> progress = new CompletableFuture<>();

    /**
     * @param download file that is being written
     * @param stored its name after the download
     * @param disk where files are read
     */
    IncomingBlob(Digest digest, long length, Path download, Path stored, Scheduler disk) {
        this.digest = digest;
        this.length = length;
        this.download = download;
        this.stored = stored;
        this.disk = disk;
    }

    @Override
    public Digest digest() {
        return digest;
    }

    @Override
    public long length() {
        return length;
    }

    /** Number of bytes that can be read without waiting. */
    public long written() {
        return written;
    }

    Path download() {
        return download;
    }

    /**
     * A part of the blob. The error of the registry is that of all readers.
     *
     * @param first position of the first byte
     * @param last position of the last byte
     * @param rest the content from a position to the last byte, for a disk that fails meanwhile
     */
    public Flux<ByteBuf> content(long first, long last, LongFunction<Flux<ByteBuf>> rest) {
        return Flux.defer(() -> {
            BlobReader reader = new BlobReader(first, last);
            return beyond(first)
                    .flatMapMany(_ -> Flux.using(() -> reader.open(download, stored), this::buffers, BlobReader::close))
                    .onErrorResume(CacheDiskException.class, _ -> rest.apply(reader.position()));
        });
    }

    private Flux<ByteBuf> buffers(BlobReader reader) {
        return Mono.defer(() -> beyond(reader.position()))
                .publishOn(disk)
                .map(reader::next)
                .repeat(reader::hasNext);
    }

    /** The number of bytes written, as soon as there are more than these. */
    private Mono<Long> beyond(long position) {
        // Read first: what is written after the comparison completes it.
        CompletableFuture<@Nullable Void> next = progress;
        Throwable failed = failure;
        if (written > position) {
            return Mono.just(written);
        }
        return failed != null
                ? Mono.error(failed)
                : Mono.fromFuture(next, true).then(Mono.defer(() -> beyond(position)));
    }

    /** Writes a buffer, which is released, and wakes the readers. */
    long write(FileChannel file, ByteBuf content) {
        try {
            while (content.isReadable()) {
                content.readBytes(file, content.readableBytes());
            }
            written = file.position();
        } catch (IOException failed) {
            throw new CacheDiskException(failed);
        } finally {
            content.release();
        }
        wakeReaders();
        return written;
    }

    /** Ends the download: readers get the error when they have read what was written. */
    void fail(Throwable error) {
        failure = error;
        wakeReaders();
    }

    private void wakeReaders() {
        CompletableFuture<@Nullable Void> waiting = progress;
        progress = new CompletableFuture<>();
        waiting.complete(null);
    }
}
