package io.wave.proxy.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.wave.proxy.connection.IdleTimeout;
import io.wave.proxy.connection.OwedAnswers;
import io.wave.proxy.hold.Held;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * The one way of calls into the service, right behind the HTTP codec of a connection. Each call is answered from memory,
 * waits here for a build, or is passed on to the server; the {@link Gate} is asked first, whichever it is. Calls are
 * taken one at a time, so answers keep their order: what comes behind a call that is not answered is kept, and read on
 * only up to a bound.
 */
final class Door extends ChannelDuplexHandler {

    /** A client that sends more is not read on before it has its answer. */
    private static final int MOST_KEPT = 16;

    /** What was read already may be more; nobody who waits for answers sends so much ahead of them. */
    private static final int TOO_MANY = 4_096;

    private static final Admission ADMITTED = new Admission.Admitted();

    private final Gate gate;
    private final ShortWays shortWays;
    private final IdleTimeout idleTimeout = new IdleTimeout();
    private final OwedAnswers owed = new OwedAnswers();
    /** What came behind the call that is being seen to. */
    private final Queue<Object> kept = new ArrayDeque<>();

    private final KnownClient client = new KnownClient();
    /** The call that waits at the door, for the gate or for a build. */
    private @Nullable Visit atDoor;

    private @Nullable Disposable hold;
    private @Nullable Arrival passedOn;
    /** Between a request that was answered here and its end, as it has no body. */
    private boolean swallowing;
    /** What happened since the last read from the socket. */
    private boolean answered;

    private boolean serverHasRead;

    Door(Gate gate, ShortWays shortWays) {
        this.gate = gate;
        this.shortWays = shortWays;
    }

    /** The call that the server is seeing to. */
    @Nullable
    Arrival passedOn() {
        return passedOn;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (kept.isEmpty() && canTake(context, message)) {
            take(context, message);
        } else if (kept.size() < TOO_MANY) {
            kept.add(message);
        } else {
            ReferenceCountUtil.release(message);
            var _ = context.close();
        }
    }

    /** A request is taken only while the client takes its answers. */
    private boolean canTake(ChannelHandlerContext context, Object message) {
        return atDoor == null
                && (swallowing
                        || !(message instanceof HttpRequest)
                        || (owed.none() && context.channel().isWritable()));
    }

    private void take(ChannelHandlerContext context, Object message) {
        if (swallowing) {
            swallowing = !(message instanceof LastHttpContent);
            ReferenceCountUtil.release(message);
        } else if (message instanceof HttpRequest request) {
            arrive(context, request);
        } else {
            serverHasRead = true;
            context.fireChannelRead(message);
        }
    }

    private void arrive(ChannelHandlerContext context, HttpRequest request) {
        boolean crawler = client.isCrawler(request.headers().get(HttpHeaderNames.USER_AGENT, ""));
        boolean plain = PlainCalls.contain(request);
        if (plain && !crawler && !gate.isLimited() && answer(context, request, shortWays.ready(request))) {
            return;
        }
        Visit visit = new Visit(request, plain);
        Admission admission = gate.standing(visit.call, crawler);
        if (admission instanceof Admission.Admitted && gate.mustTake(visit.call)) {
            atDoor = visit;
            var _ = gate.take(visit.call, context.channel().remoteAddress(), request.headers())
                    .thenAccept(taken -> context.executor().execute(() -> judged(context, visit, taken)));
        } else {
            decide(context, visit, admission);
        }
    }

    private void judged(ChannelHandlerContext context, Visit visit, Admission admission) {
        if (atDoor == visit) {
            atDoor = null;
            decide(context, visit, admission);
            goOn(context);
        }
    }

    private void decide(ChannelHandlerContext context, Visit visit, Admission admission) {
        if (admission instanceof Admission.Admitted && visit.plain) {
            if (gate.isLimited() && answer(context, visit.request, shortWays.ready(visit.request))) {
                return;
            }
            ShortWays.Waiting waiting = shortWays.waiting(visit.call, visit.request);
            if (waiting != null) {
                begin(context, visit, waiting);
                return;
            }
        }
        passOn(context, visit, admission, Optional.empty());
    }

    private void begin(ChannelHandlerContext context, Visit visit, ShortWays.Waiting waiting) {
        atDoor = visit;
        idleTimeout.pause(context.pipeline());
        hold = waiting.begin(held -> context.executor().execute(() -> end(context, visit, waiting, held)));
    }

    private void end(ChannelHandlerContext context, Visit visit, ShortWays.Waiting waiting, Held held) {
        if (atDoor != visit) {
            // The client has gone.
            return;
        }
        if (answer(context, visit.request, waiting.answer(held))) {
            idleTimeout.resume(context.pipeline());
        } else {
            passOn(context, visit, ADMITTED, Optional.of(held));
        }
        leave();
        goOn(context);
    }

    private boolean answer(ChannelHandlerContext context, HttpRequest request, @Nullable FullHttpResponse answer) {
        if (answer == null) {
            return false;
        }
        swallowing = !(request instanceof LastHttpContent);
        answered = true;
        ReferenceCountUtil.release(request);
        var _ = context.write(answer, context.voidPromise());
        return true;
    }

    private void passOn(ChannelHandlerContext context, Visit visit, Admission admission, Optional<Held> held) {
        passedOn = new Arrival(visit.call, admission, held, visit.atNanos);
        owed.asked(visit.request);
        serverHasRead = true;
        context.fireChannelRead(visit.request);
    }

    private void leave() {
        atDoor = null;
        if (hold != null) {
            hold.dispose();
            hold = null;
        }
    }

    /** A call was seen to: takes those behind it, and reads on. */
    private void goOn(ChannelHandlerContext context) {
        if (context.isRemoved()) {
            return;
        }
        while (!kept.isEmpty() && canTake(context, kept.element())) {
            take(context, kept.remove());
        }
        if (answered || serverHasRead || !kept.isEmpty()) {
            channelReadComplete(context);
        }
        if (owed.none() && atDoor == null) {
            // The server asks for the next bytes itself, but forgets it where a request comes just before the one ahead
            // of it is put away and is answered at once (reactor-netty issue 4361).
            context.read();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        boolean readOn = answered && !serverHasRead;
        if (answered) {
            context.flush();
        }
        if (serverHasRead || !answered) {
            context.fireChannelReadComplete();
        }
        answered = false;
        serverHasRead = false;
        boolean keeping = atDoor != null || !kept.isEmpty();
        // While calls are kept, only a connection that is read tells that the client has gone.
        if (keeping ? kept.size() < MOST_KEPT : readOn) {
            context.read();
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (owed.answered(message)) {
            // After the server has put the answered request away.
            context.executor().execute(() -> goOn(context));
        }
        var _ = context.write(message, promise);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (!kept.isEmpty() && canTake(context, kept.element())) {
            // Not from within the write that changed it.
            context.executor().execute(() -> goOn(context));
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (atDoor != null) {
            ReferenceCountUtil.release(atDoor.request);
        }
        leave();
        kept.forEach(ReferenceCountUtil::release);
        kept.clear();
        context.fireChannelInactive();
    }

    /** A call at the door. */
    private static final class Visit {

        private final HttpRequest request;
        private final Call call;
        private final boolean plain;
        private final long atNanos = System.nanoTime();

        Visit(HttpRequest request, boolean plain) {
            this.request = request;
            this.call = Call.read(request);
            this.plain = plain;
        }
    }
}
