package io.wave.proxy.response;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.atomic.AtomicLong;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Passes content on only while the channel is writable: requests the next buffer when the previous one has been written
 * and there is room for more. The content that waits for a slow client is thereby limited in bytes, by the write buffer
 * of the channel, and not by a number of buffers.
 */
final class BackpressureSubscriber extends ChannelInboundHandlerAdapter
        implements CoreSubscriber<ByteBuf>, Subscription {

    private final CoreSubscriber<? super ByteBuf> downstream;
    private final Channel channel;
    private final AtomicLong demand = new AtomicLong();
    /** Set on the event loop only, which also takes the demand: nothing can come between the check and the request. */
    private volatile boolean requested;

    private Subscription upstream = Operators.emptySubscription();

    private BackpressureSubscriber(CoreSubscriber<? super ByteBuf> downstream, Channel channel) {
        this.downstream = downstream;
        this.channel = channel;
    }

    /** The same content, requested as the channel becomes writable. */
    static Flux<ByteBuf> apply(Flux<ByteBuf> content, Channel channel) {
        return content.transform(
                Operators.<ByteBuf, ByteBuf>liftPublisher((_, client) -> new BackpressureSubscriber(client, channel)));
    }

    @Override
    public Context currentContext() {
        return downstream.currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        upstream = subscription;
        channel.pipeline().addFirst(this);
        downstream.onSubscribe(this);
    }

    @Override
    public void request(long count) {
        demand.accumulateAndGet(count, Operators::addCap);
        requestOnEventLoop();
    }

    @Override
    public void onNext(ByteBuf buffer) {
        downstream.onNext(buffer);
        requested = false;
        requestOnEventLoop();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        requestNext();
        context.fireChannelWritabilityChanged();
    }

    /** Runs after the writes that are already queued on the event loop. */
    private void requestOnEventLoop() {
        if (channel.eventLoop().inEventLoop()) {
            requestNext();
        } else {
            channel.eventLoop().execute(this::requestNext);
        }
    }

    private void requestNext() {
        if (!requested && demand.get() > 0 && channel.isWritable()) {
            requested = true;
            demand.updateAndGet(left -> left == Long.MAX_VALUE ? left : left - 1);
            upstream.request(1);
        }
    }

    @Override
    public void cancel() {
        removeHandler();
        upstream.cancel();
    }

    @Override
    public void onError(Throwable failure) {
        removeHandler();
        downstream.onError(failure);
    }

    @Override
    public void onComplete() {
        removeHandler();
        downstream.onComplete();
    }

    private void removeHandler() {
        channel.eventLoop().execute(() -> {
            if (channel.pipeline().context(this) != null) {
                channel.pipeline().remove(this);
            }
        });
    }
}
