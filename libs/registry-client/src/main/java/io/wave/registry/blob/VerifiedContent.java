package io.wave.registry.blob;

import io.netty.buffer.ByteBuf;
import io.wave.image.Digest;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;

/**
 * Content that is hashed on its way. The last buffer is held back until digest and length are found right, so a client
 * that counts bytes never takes wrong content for whole; if they are wrong the flux ends in a {@link
 * ContentMismatchException} instead. What is held is freed on cancel and on errors.
 */
public final class VerifiedContent extends FluxOperator<ByteBuf, ByteBuf> {

    private final Digest expected;
    private final long length;

    private VerifiedContent(Flux<ByteBuf> source, Digest expected, long length) {
        super(source);
        this.expected = expected;
        this.length = length;
    }

    /**
     * @param content buffers that are passed on, not copied
     * @param expected what all of them together must hash to
     * @param length how many bytes they must be; -1 if unknown
     */
    public static Flux<ByteBuf> of(Flux<ByteBuf> content, Digest expected, long length) {
        return new VerifiedContent(content, expected, length);
    }

    @Override
    public void subscribe(CoreSubscriber<? super ByteBuf> actual) {
        source.subscribe(new VerifyingSubscriber(actual, expected, length));
    }
}
