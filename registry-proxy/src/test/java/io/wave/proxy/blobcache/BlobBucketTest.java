package io.wave.proxy.blobcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wave.image.Digest;
import io.wave.local.fake.FaultyObjectStore;
import io.wave.local.fake.MemoryObjectStore;
import io.wave.proxy.blobcache.CachedBlob.Stored;
import io.wave.store.ObjectName;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobBucketTest {

    private static final int LENGTH = 300_000;
    private static final Duration MAX_AGE = Duration.ofDays(30);

    @TempDir
    Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final MemoryObjectStore memory = new MemoryObjectStore(URI.create("http://bucket.test"));
    private final FaultyObjectStore store = new FaultyObjectStore(memory);
    private final BlobBucket bucket = new BlobBucket(
            store,
            () -> {},
            new BlobBucketProperties(
                    "s3://bucket", MAX_AGE, Duration.ofMinutes(10), null, "us-east-1", false, null, null),
            new BlobCacheMetrics(meters, new BlobIndex(1)),
            now::get);

    @AfterEach
    void close() {
        bucket.close();
    }

    @Test
    void offeredBlobIsUploadedAndFound() throws IOException {
        Stored blob = stored(LENGTH);
        assertThat(find(blob.digest())).isEmpty();
        bucket.offer(blob);
        awaitUploads(1);
        assertThat(find(blob.digest())).hasValue((long) LENGTH);
        assertThat(blob.file()).hasBinaryContent(memory.blob(blob.digest()));
        assertThat(bucket.url(blob.digest(), null))
                .isEqualTo(URI.create("http://bucket.test/" + ObjectName.blob(blob.digest())));
    }

    @Test
    void blobThatTheBucketHasIsNotUploaded() throws IOException {
        Stored blob = stored(LENGTH);
        memory.put(ObjectName.blob(blob.digest()), new byte[] {1});
        bucket.offer(blob);
        await().until(() -> find(blob.digest()).isPresent());
        assertThat(memory.blob(blob.digest())).hasSize(1);
    }

    @Test
    void damagedFileIsNotUploaded() throws IOException {
        Stored damaged = stored(LENGTH);
        Files.write(damaged.file(), new byte[LENGTH]);
        Stored other = stored(LENGTH);
        bucket.offer(damaged);
        bucket.offer(other);
        awaitUploads(1);
        assertThat(memory.blob(damaged.digest())).isEmpty();
    }

    @Test
    void smallBlobIsNotUploaded() throws IOException {
        Stored small = stored((int) BlobBucket.MIN_LENGTH - 1);
        bucket.offer(small);
        bucket.offer(stored((int) BlobBucket.MIN_LENGTH));
        awaitUploads(1);
        assertThat(memory.blob(small.digest())).isEmpty();
    }

    @Test
    void objectThatTheBucketMayDeleteSoonIsUploadedAgain() throws IOException {
        Stored blob = stored(LENGTH);
        memory.put(ObjectName.blob(blob.digest()), new byte[] {1});
        now.updateAndGet(time -> time.plus(MAX_AGE).plusSeconds(60));
        assertThat(find(blob.digest())).isEmpty();
        bucket.offer(blob);
        awaitUploads(1);
        assertThat(memory.blob(blob.digest())).hasSize(LENGTH);
    }

    @Test
    void bucketThatFailsIsNotAskedForSomeSeconds() throws IOException {
        Stored blob = stored(LENGTH);
        memory.put(ObjectName.blob(blob.digest()), new byte[] {1});
        store.fail(1);
        assertThat(find(blob.digest())).isEmpty();
        assertThat(find(blob.digest())).as("works again, but is not asked").isEmpty();
        now.updateAndGet(time -> time.plusSeconds(11));
        assertThat(find(blob.digest())).hasValue(1L);
        assertThat(failures()).isEqualTo(1);
    }

    @Test
    void nobodyIsSentToABucketThatHasStoppedWorking() throws IOException {
        Stored blob = stored(LENGTH);
        memory.put(ObjectName.blob(blob.digest()), new byte[] {1});
        assertThat(find(blob.digest())).isPresent();
        store.fail(1);
        assertThat(find(blob.digest())).as("has answered a moment ago").isPresent();
        now.updateAndGet(time -> time.plusSeconds(6));
        assertThat(find(blob.digest())).isEmpty();
    }

    @Test
    void objectThatIsGoneIsNotFound() throws IOException {
        Stored blob = stored(LENGTH);
        memory.put(ObjectName.blob(blob.digest()), new byte[] {1});
        assertThat(find(blob.digest())).isPresent();
        memory.delete(ObjectName.blob(blob.digest()));
        now.updateAndGet(time -> time.plusSeconds(6));
        assertThat(find(blob.digest())).isEmpty();
    }

    @Test
    void uploadThatFailedIsRepeatedByTheNextOffer() throws IOException {
        Stored blob = stored(LENGTH);
        store.fail(1);
        bucket.offer(blob);
        await().until(() -> failures() == 1);
        now.updateAndGet(time -> time.plusSeconds(11));
        await().until(() -> {
            bucket.offer(blob);
            return memory.blob(blob.digest()).length == LENGTH;
        });
    }

    private Optional<Long> find(Digest digest) {
        return Optional.ofNullable(bucket.find(digest).toFuture().join());
    }

    private Stored stored(int length) throws IOException {
        byte[] content = new byte[length];
        new Random().nextBytes(content);
        Digest digest = Digest.of(content);
        return new Stored(digest, length, Files.write(folder.resolve(digest.hex()), content));
    }

    private void awaitUploads(int count) {
        await().until(() -> meters.counter("wave.proxy.blob.cache.uploads").count() == count);
    }

    private double failures() {
        return meters.counter("wave.proxy.blob.cache.failures", "cause", "bucket")
                .count();
    }
}
