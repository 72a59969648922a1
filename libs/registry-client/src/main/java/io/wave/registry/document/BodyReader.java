package io.wave.registry.document;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.wave.registry.error.DocumentLimitException;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Reads whole bodies within limits of length, time and the {@link DocumentMemory}. */
public final class BodyReader {

    private static final int MAX_DRAINED_BYTES = 64 * 1024;
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(5);

    private final DocumentMemory memory;
    private final Duration timeout;

    /** @param timeout longest time for one body */
    public BodyReader(DocumentMemory memory, Duration timeout) {
        this.memory = memory;
        this.timeout = timeout;
    }

    /** The whole body. Fails with a {@link DocumentLimitException} if it is longer. */
    public Mono<byte[]> bytes(Flux<ByteBuf> body, int max) {
        return counted(share -> bytes(body, max, share));
    }

    /** The whole body, which is within the limits of this JSON mapper. */
    public Mono<byte[]> document(Flux<ByteBuf> body, int max, JsonMapper json) {
        return counted(share -> bytes(body, max, share)
                .flatMap(read -> share.addTree(DocumentJson.tokens(json, read)).thenReturn(read)));
    }

    private <T> Mono<T> counted(Function<DocumentReservation, Mono<T>> reading) {
        return memory.limit(Mono.deferContextual(context -> reading.apply(context.get(DocumentReservation.class))));
    }

    private Mono<byte[]> bytes(Flux<ByteBuf> body, int max, DocumentReservation share) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        return body.map(ByteBufUtil::getBytes)
                .concatMap(part -> share.addBytes(part.length).thenReturn(part), 0)
                .doOnNext(part -> append(all, part, max))
                .then(Mono.fromSupplier(all::toByteArray))
                .timeout(timeout);
    }

    private static void append(ByteArrayOutputStream all, byte[] part, int max) {
        if (all.size() + part.length > max) {
            throw new DocumentLimitException("more than %d bytes".formatted(max), null);
        }
        all.writeBytes(part);
    }

    /** Discards a body so that the connection can be reused; closes it if the body is long or slow. */
    public static Mono<Void> drain(Flux<ByteBuf> body) {
        AtomicInteger length = new AtomicInteger();
        return body.takeWhile(part -> length.addAndGet(part.readableBytes()) <= MAX_DRAINED_BYTES)
                .then()
                .timeout(DRAIN_TIMEOUT)
                .onErrorComplete();
    }
}
