package io.wave.proxy.blobcache;

import io.netty.buffer.ByteBuf;
import io.wave.registry.blob.BlobResponse;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The content of one download. If it is interrupted, the rest is requested as a range (RFC 9110, section 14). */
final class ResumedContent {

    private static final Logger log = LoggerFactory.getLogger(ResumedContent.class);
    /** One after the other, without content in between. */
    private static final int MAX_FRUITLESS = 5;

    private static final int MAX_INTERRUPTIONS = 50;
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int PARTIAL_CONTENT = 206;

    private final BlobOrigin origin;
    private final long length;
    private final Runnable onResume;
    private volatile long received;
    private volatile long receivedBefore;
    private volatile int interruptions;
    private volatile int fruitless;

    /** @param onResume called each time that the content goes on after an interruption */
    ResumedContent(BlobOrigin origin, long length, Runnable onResume) {
        this.origin = origin;
        this.length = length;
        this.onResume = onResume;
    }

    /** Starts with this content, which is that of the whole blob. */
    Flux<ByteBuf> startingWith(Flux<ByteBuf> content) {
        return content.doOnNext(this::count).onErrorResume(this::afterInterruption);
    }

    /** The buffers come one after the other. */
    private void count(ByteBuf buffer) {
        long before = received;
        received = before + buffer.readableBytes();
    }

    private Flux<ByteBuf> afterInterruption(Throwable cause) {
        if (received == 0 || received >= length || !mayContinue()) {
            return Flux.error(cause);
        }
        log.atInfo()
                .addKeyValue("received", received)
                .addKeyValue("length", length)
                .addKeyValue("cause", cause.toString())
                .log("Download of a blob interrupted, its rest is requested");
        return Mono.delay(PAUSE.multipliedBy(fruitless))
                // On its own: it must not use the download's handler of discarded buffers.
                .then(Mono.fromFuture(() -> origin.open(received).toFuture(), true))
                .filter(this::isRest)
                .switchIfEmpty(Mono.error(cause))
                .doOnDiscard(BlobResponse.Body.class, BlobResponse.Body::close)
                .flatMapMany(body -> {
                    onResume.run();
                    return startingWith(body.content());
                });
    }

    private boolean mayContinue() {
        int since = received > receivedBefore ? 0 : fruitless;
        int all = interruptions;
        receivedBefore = received;
        fruitless = since + 1;
        interruptions = all + 1;
        return since < MAX_FRUITLESS && all < MAX_INTERRUPTIONS;
    }

    /** A registry may not support ranges, or have another length now. */
    private boolean isRest(BlobResponse.Body body) {
        String range = "bytes %d-%d/%d".formatted(received, length - 1, length);
        return body.status() == PARTIAL_CONTENT
                && body.contentRange().filter(range::equals).isPresent();
    }
}
