package io.wave.proxy.blobcache;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.image.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlobIndexTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(1));
    private static final Digest A = digest("a");
    private static final Digest B = digest("b");
    private static final Digest C = digest("c");

    private final BlobIndex index = new BlobIndex(100);

    @Test
    void blobsThatWereNotUsedForLongestAreRemovedForNewOnes() {
        addAll();
        index.use(A, LONG_AGO.plusSeconds(1));
        assertThat(index.reserve(50, NOW)).contains(List.of(B, C));
        assertThat(index.bytes()).isEqualTo(30);
        assertThat(index.size()).isEqualTo(1);
    }

    @Test
    void nothingIsRemovedIfThereIsSpace() {
        addAll();
        assertThat(index.reserve(10, NOW)).contains(List.of());
        assertThat(index.size()).isEqualTo(3);
    }

    @Test
    void blobsInUseAreKeptAndNothingElseIsRemovedInVain() {
        addAll();
        index.use(B, NOW.minusSeconds(30));
        index.use(C, NOW.minusSeconds(20));
        assertThat(index.reserve(50, NOW)).isEmpty();
        assertThat(index.size()).isEqualTo(3);
        assertThat(index.reserve(40, NOW)).contains(List.of(A));
    }

    @Test
    void blobThatWasUsedWhileTheClockWasAheadIsNotInTheWay() {
        addAll();
        index.use(A, NOW.plus(Duration.ofDays(400)));
        index.use(B, NOW);
        assertThat(index.reserve(50, NOW)).contains(List.of(C, A));
    }

    @Test
    void downloadsTakeSpaceUntilTheyEnd() {
        assertThat(index.reserve(70, NOW)).contains(List.of());
        assertThat(index.reserve(40, NOW)).isEmpty();
        index.release(70);
        assertThat(index.reserve(40, NOW)).contains(List.of());
    }

    @Test
    void blobThatIsAddedAgainCountsOnce() {
        index.add(A, 30, NOW, NOW);
        index.add(A, 30, NOW, NOW);
        assertThat(index.bytes()).isEqualTo(30);
        assertThat(index.remove(A)).isTrue();
        assertThat(index.remove(A)).isFalse();
        assertThat(index.bytes()).isZero();
    }

    @Test
    void unusedBlobsAreRemoved() {
        addAll();
        index.use(B, NOW);
        assertThat(index.removeUnused(NOW.minusSeconds(5))).containsExactlyInAnyOrder(A, C);
        assertThat(index.bytes()).isEqualTo(30);
    }

    @Test
    void blobThatWasVerifiedLongestAgoIsNext() {
        index.add(A, 1, LONG_AGO, LONG_AGO.plusSeconds(2));
        index.add(B, 1, LONG_AGO, LONG_AGO.plusSeconds(1));
        assertThat(index.unverified(NOW, 1)).containsExactly(B);
        assertThat(index.unverified(NOW, 5)).containsExactly(B, A);
        index.verified(B, NOW);
        assertThat(index.unverified(NOW, 5)).containsExactly(A);
        index.verified(A, NOW);
        assertThat(index.unverified(NOW, 5)).isEmpty();
        // Verification is no use.
        assertThat(index.reserve(99, NOW)).contains(List.of(A));
    }

    private void addAll() {
        List.of(A, B, C).forEach(digest -> index.add(digest, 30, LONG_AGO, LONG_AGO));
    }

    private static Digest digest(String content) {
        return Digest.of(content.getBytes(StandardCharsets.UTF_8));
    }
}
