package io.wave.registry.blob;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.wave.image.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

class VerifiedContentTest {

    private static final Digest DIGEST = Digest.of("some content".getBytes(StandardCharsets.UTF_8));

    private final List<ByteBuf> made = new ArrayList<>();

    @AfterEach
    void allBuffersAreReleased() {
        assertThat(made).allSatisfy(buffer -> assertThat(buffer.refCnt()).isZero());
    }

    @Test
    void validContentIsEmitted() {
        StepVerifier.create(texts(content("some", " ", "content"), 12))
                .expectNext("some", " ", "content")
                .verifyComplete();
    }

    @Test
    void unknownLengthIsNotChecked() {
        StepVerifier.create(texts(content("some content"), -1))
                .expectNext("some content")
                .verifyComplete();
    }

    @Test
    void emptyContentCanBeValid() {
        StepVerifier.create(VerifiedContent.of(Flux.empty(), Digest.of(new byte[0]), 0))
                .verifyComplete();
    }

    @Test
    void lastBufferOfInvalidContentIsRetained() {
        StepVerifier.create(texts(content("some", " ", "CONTENT"), 12))
                .expectNext("some", " ")
                .verifyError(ContentMismatchException.class);
    }

    @Test
    void shortContentFails() {
        StepVerifier.create(texts(content("some", " "), 12))
                .expectNext("some")
                .verifyError(ContentMismatchException.class);
    }

    @Test
    void excessContentFailsImmediately() {
        StepVerifier.create(texts(content("some", " ", "content", "!"), 12))
                .expectNext("some", " ")
                .verifyError(ContentMismatchException.class);
    }

    @Test
    void retainedBufferIsReleasedOnError() {
        StepVerifier.create(texts(content("some", " ").concatWith(Flux.error(new IllegalStateException())), 12))
                .expectNext("some")
                .verifyError(IllegalStateException.class);
    }

    @Test
    void retainedBufferIsReleasedOnCancellation() {
        TestPublisher<ByteBuf> source = TestPublisher.create();

        StepVerifier.create(texts(source.flux(), 12))
                .then(() -> source.next(buffer("some"), buffer(" ")))
                .expectNext("some")
                .thenCancel()
                .verify();

        source.assertCancelled();
    }

    @Test
    void emissionFollowsDemand() {
        StepVerifier.create(texts(content("some", " ", "content"), 12), 0)
                .thenRequest(1)
                .expectNext("some")
                .thenRequest(1)
                .expectNext(" ")
                .expectNoEvent(Duration.ZERO)
                .thenRequest(1)
                .expectNext("content")
                .verifyComplete();
    }

    @Test
    void onlyOneBufferIsRequestedAhead() {
        TestPublisher<ByteBuf> source = TestPublisher.create();

        StepVerifier.create(texts(source.flux(), 12), 0)
                .thenRequest(1)
                .then(() -> source.next(buffer("some")))
                .then(() -> source.assertMinRequested(1))
                .then(() -> source.next(buffer(" ")))
                .expectNext("some")
                .thenCancel()
                .verify();
    }

    private Flux<ByteBuf> content(String... texts) {
        return Flux.fromArray(texts).map(this::buffer);
    }

    private ByteBuf buffer(String text) {
        ByteBuf buffer = PooledByteBufAllocator.DEFAULT.directBuffer();
        buffer.writeCharSequence(text, StandardCharsets.UTF_8);
        made.add(buffer);
        return buffer;
    }

    private static Flux<String> texts(Flux<ByteBuf> content, long length) {
        return VerifiedContent.of(content, DIGEST, length).map(buffer -> {
            String text = buffer.toString(StandardCharsets.UTF_8);
            buffer.release();
            return text;
        });
    }
}
