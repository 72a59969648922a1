package io.wave.proxy.response;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/** Asks for one buffer when the one before it is written and there is room for more; hears of room from the connection. */
final class PacedSubscriber extends ChannelInboundHandlerAdapter implements CoreSubscriber<ByteBuf>, Subscription {

    private final CoreSubscriber<? super ByteBuf> downstream;
    private final Channel channel;
    private final AtomicLong wanted = new AtomicLong();
    private final AtomicBoolean asked = new AtomicBoolean();
    private Subscription upstream = Operators.emptySubscription();

    PacedSubscriber(CoreSubscriber<? super ByteBuf> downstream, Channel channel) {
        this.downstream = downstream;
        this.channel = channel;
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
        wanted.accumulateAndGet(count, Operators::addCap);
        askOnLoop();
    }

    @Override
    public void onNext(ByteBuf buffer) {
        wanted.updateAndGet(left -> left == Long.MAX_VALUE ? left : left - 1);
        downstream.onNext(buffer);
        asked.set(false);
        askOnLoop();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        ask();
        context.fireChannelWritabilityChanged();
    }

    /** Behind whatever was to be written before. */
    private void askOnLoop() {
        if (channel.eventLoop().inEventLoop()) {
            ask();
        } else {
            channel.eventLoop().execute(this::ask);
        }
    }

    private void ask() {
        if (wanted.get() > 0 && channel.isWritable() && asked.compareAndSet(false, true)) {
            upstream.request(1);
        }
    }

    @Override
    public void cancel() {
        leave();
        upstream.cancel();
    }

    @Override
    public void onError(Throwable failure) {
        leave();
        downstream.onError(failure);
    }

    @Override
    public void onComplete() {
        leave();
        downstream.onComplete();
    }

    private void leave() {
        channel.eventLoop().execute(() -> {
            if (channel.pipeline().context(this) != null) {
                channel.pipeline().remove(this);
            }
        });
    }
}
