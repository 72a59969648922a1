package io.wave.proxy.blobcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.wave.image.Digest;
import io.wave.proxy.blobcache.BlobCache.Source;
import io.wave.registry.blob.BlobResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class BlobCacheTest {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final byte[] CONTENT = new byte[600_000];
    private static final Digest DIGEST;
    private static final Source SOURCE;
    private static final int PART = 100_000;
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    static {
        new Random(7).nextBytes(CONTENT);
        DIGEST = Digest.of(CONTENT);
        SOURCE = new Source("registry/app", DIGEST);
    }

    @TempDir
    Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2030-01-01T00:00:00Z"));
    private final InstantSource clock = now::get;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<ByteBuf> sent = new ArrayList<>();
    private final Sinks.Many<ByteBuf> arriving = Sinks.many().unicast().onBackpressureBuffer();
    private final ScriptedOrigin origin = new ScriptedOrigin();
    private BlobFiles files;
    private StoredBlobs stored;
    private BlobCache cache;

    @BeforeEach
    void open() {
        open(DataSize.ofMegabytes(1));
    }

    @AfterEach
    void close() throws IOException {
        await("release of all buffers").until(() -> sent.stream().allMatch(buffer -> buffer.refCnt() == 0));
        stop();
    }

    @Test
    void readersFollowTheDownloadAtTheirOwnSpeed() {
        // Given
        IncomingBlob incoming = start();
        send(0, PART);
        // The last buffer is retained until the next one arrives.
        send(PART, 2 * PART);
        await().until(() -> incoming.written() > 0);
        // When
        var early = read(incoming, 0, CONTENT.length - 1);
        send(2 * PART, 3 * PART);
        var late = read(incoming, 2 * PART, 4 * PART);
        send(3 * PART, CONTENT.length);
        arriving.tryEmitComplete();
        // Then
        assertThat(early.join()).isEqualTo(CONTENT);
        assertThat(late.join()).isEqualTo(Arrays.copyOfRange(CONTENT, 2 * PART, 4 * PART + 1));
        assertThat(awaitStored().file()).hasBinaryContent(CONTENT);
    }

    @Test
    void readersGetTheErrorOfTheRegistryAndNothingIsKept() {
        // Given
        IncomingBlob incoming = start();
        var reading = read(incoming, 0, CONTENT.length - 1);
        send(0, PART);
        send(PART, 2 * PART);
        // When
        arriving.tryEmitError(new IllegalStateException("connection lost"));
        // Then
        assertThatThrownBy(reading::join).hasMessageContaining("connection lost");
        await().until(() -> cache.find(SOURCE).isEmpty());
        assertThat(folder.resolve("incoming")).isEmptyDirectory();
        assertThat(meters.get("wave.proxy.blob.cache.failures")
                        .tag("cause", "registry")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void interruptedDownloadContinuesWhereItWas() {
        // Given: a rest that is interrupted, too
        origin.rests.add(rest(PART, Flux.concat(part(PART, 3 * PART), interruption())));
        origin.rests.add(rest(3 * PART, part(3 * PART, CONTENT.length)));
        IncomingBlob incoming = start();
        var reading = read(incoming, 0, CONTENT.length - 1);
        // When
        send(0, PART);
        arriving.tryEmitError(new IllegalStateException("connection lost"));
        // Then
        assertThat(reading.join()).isEqualTo(CONTENT);
        assertThat(awaitStored().file()).hasBinaryContent(CONTENT);
        assertThat(origin.offsets).containsExactly((long) PART, 3L * PART);
        await().until(() -> origin.ends.equals(List.of(true)));
        assertThat(meters.get("wave.proxy.blob.cache.resumptions").counter().count())
                .isEqualTo(2);
    }

    @Test
    void restOfAnotherBlobIsNotTaken() {
        // Given: the answer to a range request is the whole blob
        AtomicInteger closed = new AtomicInteger();
        origin.rests.add(new BlobResponse.Body(
                200, CONTENT.length, Optional.empty(), "", part(0, CONTENT.length), closed::incrementAndGet));
        var reading = read(start(), 0, CONTENT.length - 1);
        // When
        send(0, PART);
        arriving.tryEmitError(new IllegalStateException("connection lost"));
        // Then
        assertThatThrownBy(reading::join).hasMessageContaining("connection lost");
        assertThat(closed).hasValue(1);
        await().until(() -> origin.ends.equals(List.of(false)));
    }

    @Test
    void downloadThatIsInterruptedAgainAndAgainEnds() {
        // Given
        for (int i = 0; i < 20; i++) {
            origin.rests.add(rest(PART, interruption()));
        }
        var reading = read(start(), 0, CONTENT.length - 1);
        // When
        send(0, PART);
        arriving.tryEmitError(new IllegalStateException("connection lost"));
        // Then
        assertThatThrownBy(reading::join).hasMessageContaining("interrupted");
        assertThat(origin.offsets).hasSizeBetween(2, 10).containsOnly((long) PART);
    }

    @Test
    void contentWithAnotherDigestIsNeverComplete() {
        // Given
        IncomingBlob incoming = start();
        var reading = read(incoming, 0, CONTENT.length - 1);
        // When
        emit(Unpooled.wrappedBuffer(new byte[CONTENT.length / 2]));
        emit(Unpooled.wrappedBuffer(new byte[CONTENT.length / 2]));
        arriving.tryEmitComplete();
        // Then
        assertThatThrownBy(reading::join).hasMessageContaining("digest");
        await().until(() -> cache.find(SOURCE).isEmpty());
    }

    @Test
    void readersGetTheRestElsewhereIfTheDiskFails() throws IOException {
        // Given
        Files.delete(folder.resolve("incoming"));
        // When
        IncomingBlob incoming = start();
        // Then
        assertThat(read(incoming, 10, CONTENT.length - 1).join())
                .isEqualTo(Arrays.copyOfRange(CONTENT, 10, CONTENT.length));
        await().until(() -> cache.find(SOURCE).isEmpty());
        assertThat(meters.get("wave.proxy.blob.cache.failures")
                        .tag("cause", "disk")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void blobsAreKeptByRestartsAndUnfinishedDownloadsAreNot() throws IOException {
        // Given
        store();
        Files.write(folder.resolve("incoming").resolve("unfinished"), new byte[10]);
        // When
        reopen(DataSize.ofMegabytes(1));
        // Then
        assertThat(cache.find(SOURCE)).containsInstanceOf(CachedBlob.Stored.class);
        assertThat(folder.resolve("incoming")).isEmptyDirectory();
    }

    @Test
    void smallerCacheRemovesBlobsAtStart() throws IOException {
        // Given
        store();
        // When
        reopen(DataSize.ofKilobytes(10));
        // Then
        assertThat(cache.find(SOURCE)).isEmpty();
        assertThat(cache.mayAccept(SOURCE)).isTrue();
        assertThat(cache.download(SOURCE, body(), origin)).isEmpty();
        assertThat(cache.mayAccept(SOURCE)).as("not asked for again").isFalse();
    }

    @Test
    void damagedBlobIsRemovedWhenItIsVerified() throws IOException {
        // Given
        Path file = store().file();
        byte[] damaged = CONTENT.clone();
        damaged[1000] ^= 1;
        // When
        Files.write(file, damaged);
        stored.maintain(INTERVAL);
        assertThat(cache.find(SOURCE)).as("verified today").isPresent();
        now.updateAndGet(time -> time.plus(Duration.ofHours(25)));
        stored.maintain(INTERVAL);
        // Then
        assertThat(cache.find(SOURCE)).isEmpty();
        assertThat(file).doesNotExist();
        assertThat(meters.get("wave.proxy.blob.cache.removals")
                        .tag("reason", "corrupt")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void eachBlobIsVerifiedInTime() throws IOException {
        // Given
        Files.write(store().file(), new byte[CONTENT.length]);
        byte[] small = {1, 2, 3};
        Source other = new Source("registry/app", Digest.of(small));
        cache.download(
                other,
                new BlobResponse.Body(
                        200,
                        small.length,
                        Optional.empty(),
                        "application/octet-stream",
                        Flux.just(Unpooled.wrappedBuffer(small)),
                        () -> {}),
                origin);
        await().until(() -> cache.find(other).orElse(null) instanceof CachedBlob.Stored);
        Files.write(((CachedBlob.Stored) cache.find(other).orElseThrow()).file(), new byte[small.length]);
        now.updateAndGet(time -> time.plus(Duration.ofHours(25)));
        // When: the next call comes too late
        stored.maintain(Duration.ofDays(1));
        // Then
        assertThat(cache.find(SOURCE)).isEmpty();
        assertThat(cache.find(other)).isEmpty();
    }

    @Test
    void fileThatIsRemovedOrTruncatedIsAbsent() throws IOException {
        Path file = store().file();
        Files.write(file, new byte[5]);
        assertThat(cache.find(SOURCE)).isEmpty();
    }

    @Test
    void idleBlobIsRemoved() {
        // Given
        store();
        now.updateAndGet(time -> time.plus(Duration.ofDays(8)));
        // When
        stored.maintain(INTERVAL);
        // Then
        assertThat(cache.find(SOURCE)).isEmpty();
        assertThat(meters.get("wave.proxy.blob.cache.size").gauge().value()).isZero();
    }

    @Test
    void clockThatGoesBackRemovesNothing() {
        store();
        now.updateAndGet(time -> time.minus(Duration.ofDays(400)));
        stored.maintain(INTERVAL);
        assertThat(cache.find(SOURCE)).isPresent();
    }

    @Test
    void folderIsForItsOwnerOnly() throws IOException {
        Path created = folder.resolve("new/cache");
        try (BlobFiles files = BlobFiles.open(created)) {
            assertThat(files.freeSpace()).isPositive();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(created)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void downloadsWithoutSpaceAreRefused() {
        start();
        assertThat(cache.download(new Source("registry/app", Digest.of(new byte[1])), body(), origin))
                .as("the space of both exceeds the cache")
                .isEmpty();
    }

    @Test
    void placesOfDownloadsAreNotExceededByThoseThatStartTogether() throws IOException {
        // Given: two places, and three requests that may start a download
        reopen(DataSize.ofMegabytes(100));
        assertThat(cache.mayAccept(from("c"))).isTrue();
        assertThat(cache.download(from("a"), body(Flux.never()), origin)).isPresent();
        Sinks.Many<ByteBuf> failing = Sinks.many().unicast().onBackpressureBuffer();
        assertThat(cache.download(from("b"), body(failing.asFlux()), origin)).isPresent();
        // Then
        assertThat(cache.download(from("c"), body(Flux.never()), origin)).isEmpty();
        assertThat(cache.mayAccept(from("c"))).isFalse();
        // When
        failing.tryEmitError(new IllegalStateException("connection lost"));
        // Then
        await().until(() -> cache.mayAccept(from("c")));
        assertThat(cache.download(from("c"), body(Flux.never()), origin)).isPresent();
    }

    @Test
    void refusedContentIsClosedAndNotAskedForAgainAtOnce() {
        // Given
        start();
        AtomicInteger closed = new AtomicInteger();
        // When
        var content =
                new BlobResponse.Body(200, CONTENT.length, Optional.empty(), "", Flux.never(), closed::incrementAndGet);
        assertThat(cache.download(from("b"), content, origin)).isEmpty();
        // Then
        assertThat(closed).hasValue(1);
        assertThat(cache.mayAccept(from("b"))).as("without space a moment ago").isFalse();
        assertThat(cache.mayAccept(from("c"))).isTrue();
    }

    @Test
    void sourcesDoNotDependOnEachOther() throws IOException {
        // Given: a registry that sends nothing, and one that lies about the length
        reopen(DataSize.ofMegabytes(100));
        cache.download(from("silent"), body(Flux.never()), origin);
        var unsuitable = new BlobResponse.Body(200, -1, Optional.empty(), "", Flux.never(), () -> {});
        assertThat(cache.download(from("unknown"), unsuitable, origin)).isEmpty();
        // Then
        assertThat(cache.find(SOURCE)).isEmpty();
        assertThat(cache.mayAccept(SOURCE)).isTrue();
        store();
        assertThat(cache.find(from("silent"))).containsInstanceOf(CachedBlob.Stored.class);
    }

    @Test
    void blobOfAFileFromTheFutureIsUsedNow() throws IOException {
        // Given
        Path file = store().file();
        stop();
        Files.setLastModifiedTime(file, FileTime.from(now.get().plus(Duration.ofDays(400))));
        open(DataSize.ofMegabytes(1));
        // When
        now.updateAndGet(time -> time.plus(Duration.ofDays(8)));
        stored.maintain(INTERVAL);
        // Then
        assertThat(cache.find(SOURCE)).isEmpty();
    }

    @Test
    void folderOfAnotherReplicaIsRefused() {
        assertThatThrownBy(() -> BlobFiles.open(folder))
                .hasMessage(
                        "wave.proxy.blob-cache.directory: '%s' is in use by another replica; each needs a folder of"
                                + " its own",
                        folder);
    }

    @Test
    void fileInPlaceOfFolderIsRefused() throws IOException {
        Path file = Files.write(folder.resolve("file"), new byte[1]);
        assertThatThrownBy(() -> BlobFiles.open(file))
                .hasMessageStartingWith("wave.proxy.blob-cache.directory: '%s' cannot be used".formatted(file));
    }

    private void open(DataSize maxSize) {
        BlobCacheProperties properties = new BlobCacheProperties(
                folder, maxSize, DataSize.ofBytes(1), Duration.ofDays(7), 2, Duration.ofMinutes(5), Duration.ofDays(1));
        BlobIndex index = new BlobIndex(maxSize.toBytes());
        meters.clear();
        BlobCacheMetrics metrics = new BlobCacheMetrics(meters, index);
        files = BlobFiles.open(folder);
        stored = new StoredBlobs(files, index, metrics, properties, clock);
        stored.load();
        cache = new BlobCache(stored, metrics, properties);
    }

    /** As by a restart. */
    private void reopen(DataSize maxSize) throws IOException {
        stop();
        open(maxSize);
    }

    private void stop() throws IOException {
        cache.close();
        files.close();
    }

    private static Source from(String repository) {
        return new Source(repository, DIGEST);
    }

    private IncomingBlob start() {
        return (IncomingBlob) cache.download(SOURCE, body(), origin).orElseThrow();
    }

    private CachedBlob.Stored store() {
        start();
        send(0, CONTENT.length);
        arriving.tryEmitComplete();
        return awaitStored();
    }

    private CachedBlob.Stored awaitStored() {
        await().until(() -> cache.find(SOURCE).orElse(null) instanceof CachedBlob.Stored);
        Optional<CachedBlob> found = cache.find(SOURCE);
        return (CachedBlob.Stored) found.orElseThrow();
    }

    private BlobResponse.Body body() {
        return body(arriving.asFlux());
    }

    private static BlobResponse.Body body(Flux<ByteBuf> content) {
        return new BlobResponse.Body(
                200, CONTENT.length, Optional.empty(), "application/octet-stream", content, () -> {});
    }

    /** The rest of the blob from a position on. */
    private static BlobResponse.Body rest(int from, Flux<ByteBuf> content) {
        String range = "bytes %d-%d/%d".formatted(from, CONTENT.length - 1, CONTENT.length);
        return new BlobResponse.Body(206, CONTENT.length - from, Optional.of(range), "", content, () -> {});
    }

    private static Flux<ByteBuf> part(int from, int to) {
        return Flux.defer(() -> Flux.just(Unpooled.wrappedBuffer(Arrays.copyOfRange(CONTENT, from, to))));
    }

    private static Flux<ByteBuf> interruption() {
        return Flux.error(new IllegalStateException("interrupted"));
    }

    private void emit(ByteBuf buffer) {
        sent.add(buffer);
        arriving.tryEmitNext(buffer).orThrow();
    }

    private void send(int from, int to) {
        emit(Unpooled.wrappedBuffer(Arrays.copyOfRange(CONTENT, from, to)));
    }

    private static CompletableFuture<byte @Nullable []> read(IncomingBlob blob, int first, int last) {
        return blob.content(
                        first,
                        last,
                        position -> Flux.just(
                                Unpooled.wrappedBuffer(Arrays.copyOfRange(CONTENT, (int) position, last + 1))))
                .map(ByteBufUtil::getBytes)
                .timeout(TIMEOUT)
                .collect(ByteArrayOutputStream::new, ByteArrayOutputStream::writeBytes)
                .map(ByteArrayOutputStream::toByteArray)
                .toFuture();
    }

    /** Has the rests of interrupted downloads. */
    private static final class ScriptedOrigin implements BlobOrigin {

        private final Deque<BlobResponse.Body> rests = new ConcurrentLinkedDeque<>();
        private final List<Long> offsets = new CopyOnWriteArrayList<>();
        private final List<Boolean> ends = new CopyOnWriteArrayList<>();

        @Override
        public Mono<BlobResponse.Body> open(long offset) {
            offsets.add(offset);
            return Mono.justOrEmpty(rests.poll());
        }

        @Override
        public void ended(boolean stored) {
            ends.add(stored);
        }
    }
}
