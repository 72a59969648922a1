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

/** Reads bodies whole: within a number of bytes, the {@link DocumentMemory} and a time. */
public final class BodyReader {

    private static final int DRAINED_AT_MOST = 64 * 1024;
    private static final Duration DRAINED_WITHIN = Duration.ofSeconds(5);

    private final DocumentMemory memory;
    private final Duration patience;

    /** @param patience longest time for one body */
    public BodyReader(DocumentMemory memory, Duration patience) {
        this.memory = memory;
        this.patience = patience;
    }

    /** The whole body. Fails with a {@link DocumentLimitException} if it is longer. */
    public Mono<byte[]> bytes(Flux<ByteBuf> body, int max) {
        return counted(share -> bytes(body, max, share));
    }

    /** The whole body, of which a tree can be made within the limits of this reader of JSON. */
    public Mono<byte[]> document(Flux<ByteBuf> body, int max, JsonMapper json) {
        return counted(share -> bytes(body, max, share)
                .flatMap(read -> share.addTree(DocumentJson.tokens(json, read)).thenReturn(read)));
    }

    private <T> Mono<T> counted(Function<DocumentShare, Mono<T>> reading) {
        return memory.holding(Mono.deferContextual(context -> reading.apply(context.get(DocumentShare.class))));
    }

    private Mono<byte[]> bytes(Flux<ByteBuf> body, int max, DocumentShare share) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        return body.map(ByteBufUtil::getBytes)
                .concatMap(part -> share.addBytes(part.length).thenReturn(part), 0)
                .doOnNext(part -> append(all, part, max))
                .then(Mono.fromSupplier(all::toByteArray))
                .timeout(patience);
    }

    private static void append(ByteArrayOutputStream all, byte[] part, int max) {
        if (all.size() + part.length > max) {
            throw new DocumentLimitException("more than %d bytes".formatted(max), null);
        }
        all.writeBytes(part);
    }

    /** Reads what nobody wants, so that the connection can be used again; gives up on what is long or slow. */
    public static Mono<Void> drain(Flux<ByteBuf> body) {
        AtomicInteger length = new AtomicInteger();
        return body.takeWhile(part -> length.addAndGet(part.readableBytes()) <= DRAINED_AT_MOST)
                .then()
                .timeout(DRAINED_WITHIN)
                .onErrorComplete();
    }
}
