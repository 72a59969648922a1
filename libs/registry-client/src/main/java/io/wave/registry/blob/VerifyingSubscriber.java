package io.wave.registry.blob;

import io.netty.buffer.ByteBuf;
import io.netty.util.ReferenceCountUtil;
import io.wave.image.Digest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Emits each buffer when the next one arrives, and the last one when the content is verified. It requests one buffer more
 * than downstream does, since it retains one; the last one is emitted when downstream has requested it.
 */
final class VerifyingSubscriber implements CoreSubscriber<ByteBuf>, Subscription {

    private final CoreSubscriber<? super ByteBuf> downstream;
    private final Digest expected;
    private final long length;
    private final MessageDigest hash = Digest.sha256();
    private final AtomicReference<@Nullable ByteBuf> held = new AtomicReference<>();
    private final AtomicLong requested = new AtomicLong();
    private final AtomicBoolean finished = new AtomicBoolean();
    private Subscription upstream = Operators.emptySubscription();
    private long received;
    private volatile boolean verified;
    private volatile boolean cancelled;

    VerifyingSubscriber(CoreSubscriber<? super ByteBuf> downstream, Digest expected, long length) {
        this.downstream = downstream;
        this.expected = expected;
        this.length = length;
    }

    @Override
    public Context currentContext() {
        return downstream.currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        upstream = subscription;
        downstream.onSubscribe(this);
    }

    @Override
    public void onNext(ByteBuf buffer) {
        if (cancelled || finished.get()) {
            buffer.release();
            return;
        }
        received += buffer.readableBytes();
        if (length >= 0 && received > length) {
            buffer.release();
            upstream.cancel();
            fail(new ContentMismatchException("content exceeds the expected length of %d bytes".formatted(length)));
            return;
        }
        hash(buffer);
        emit(held.getAndSet(buffer));
        if (cancelled) {
            releaseHeld();
        }
    }

    private void hash(ByteBuf buffer) {
        if (buffer.nioBufferCount() == 1) {
            hash.update(buffer.internalNioBuffer(buffer.readerIndex(), buffer.readableBytes()));
            return;
        }
        for (ByteBuffer part : buffer.nioBuffers()) {
            hash.update(part);
        }
    }

    private void emit(@Nullable ByteBuf previous) {
        if (previous == null) {
            upstream.request(1);
        } else if (cancelled) {
            previous.release();
        } else {
            requested.updateAndGet(left -> left == Long.MAX_VALUE ? left : left - 1);
            downstream.onNext(previous);
        }
    }

    @Override
    public void onError(Throwable failure) {
        fail(failure);
    }

    @Override
    public void onComplete() {
        Digest actual = Digest.finish(hash);
        if (length >= 0 && received != length) {
            fail(new ContentMismatchException("content ended after %d of %d bytes".formatted(received, length)));
        } else if (!actual.equals(expected)) {
            fail(new ContentMismatchException("content has digest %s instead of %s".formatted(actual, expected)));
        } else {
            verified = true;
            finish();
        }
    }

    private void fail(Throwable failure) {
        releaseHeld();
        if (finished.compareAndSet(false, true)) {
            downstream.onError(failure);
        }
    }

    private void finish() {
        boolean due = verified && (held.get() == null || requested.get() > 0);
        if (due && finished.compareAndSet(false, true)) {
            ByteBuf last = held.getAndSet(null);
            if (last != null) {
                downstream.onNext(last);
            }
            downstream.onComplete();
        }
    }

    @Override
    public void request(long n) {
        if (Operators.validate(n)) {
            requested.updateAndGet(left -> Operators.addCap(left, n));
            upstream.request(n);
            finish();
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        upstream.cancel();
        releaseHeld();
    }

    private void releaseHeld() {
        ReferenceCountUtil.release(held.getAndSet(null));
    }
}
