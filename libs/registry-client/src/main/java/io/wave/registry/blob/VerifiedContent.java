package io.wave.registry.blob;

import io.netty.buffer.ByteBuf;
import io.wave.image.Digest;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;

/**
 * Verifies the digest and length of streamed content. The last buffer is retained until both are verified, so that a client
 * that counts bytes never accepts wrong content as complete; on a mismatch the flux ends with a {@link
 * ContentMismatchException}. The retained buffer is released on cancellation and on errors.
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
     * @param content buffers that are emitted without copying
     * @param expected expected digest of the whole content
     * @param length expected number of bytes; -1 if unknown
     */
    public static Flux<ByteBuf> of(Flux<ByteBuf> content, Digest expected, long length) {
        return new VerifiedContent(content, expected, length);
    }

    @Override
    public void subscribe(CoreSubscriber<? super ByteBuf> actual) {
        source.subscribe(new VerifyingSubscriber(actual, expected, length));
    }
}
