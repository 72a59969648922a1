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
import io.wave.proxy.connection.PendingResponses;
import io.wave.proxy.hold.HoldResult;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * The entry point of every request, directly after the HTTP codec of a connection. After {@link AdmissionControl}, each
 * request is answered from the cache, held until its build has ended, or passed on to the web server. Requests are
 * dispatched one at a time, so that responses keep their order: what arrives behind an unanswered request is queued, and
 * reading stops when the queue is full.
 */
final class RequestDispatcher extends ChannelDuplexHandler {

    /** Reading stops at this length until the current request has been answered. */
    private static final int MAX_QUEUED = 16;

    /** What was read already may be more; a client that pipelines so many requests is disconnected. */
    private static final int MAX_ACCEPTED = 4_096;

    private static final Admission ADMITTED = new Admission.Admitted();

    private final AdmissionControl admissionControl;
    private final FastPath fastPath;
    private final IdleTimeout idleTimeout = new IdleTimeout();
    private final PendingResponses pending = new PendingResponses();
    /** Messages behind the current request. */
    private final Queue<Object> queue = new ArrayDeque<>();

    private final CrawlerDetector crawlers = new CrawlerDetector();

    /** The request that waits here, for its rate limits or for a build. */
    private @Nullable ReceivedRequest waiting;

    private @Nullable Disposable hold;

    private @Nullable RequestContext current;
    /** Discards the rest of a request that was answered here; it has no body. */
    private boolean discarding;
    /** What happened since the last read from the socket. */
    private boolean responseWritten;

    private boolean passedToServer;

    RequestDispatcher(AdmissionControl admissionControl, FastPath fastPath) {
        this.admissionControl = admissionControl;
        this.fastPath = fastPath;
    }

    /** The context of the request that the web server is handling. */
    @Nullable
    RequestContext current() {
        return current;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (queue.isEmpty() && canDispatch(context, message)) {
            dispatch(context, message);
        } else if (queue.size() < MAX_ACCEPTED) {
            queue.add(message);
        } else {
            ReferenceCountUtil.release(message);
            var _ = context.close();
        }
    }

    /** A request is dispatched only while the client reads its responses. */
    private boolean canDispatch(ChannelHandlerContext context, Object message) {
        return waiting == null
                && (discarding
                        || !(message instanceof HttpRequest)
                        || (pending.allAnswered() && context.channel().isWritable()));
    }

    private void dispatch(ChannelHandlerContext context, Object message) {
        if (discarding) {
            discarding = !(message instanceof LastHttpContent);
            ReferenceCountUtil.release(message);
        } else if (message instanceof HttpRequest request) {
            receive(context, request);
        } else {
            passedToServer = true;
            context.fireChannelRead(message);
        }
    }

    private void receive(ChannelHandlerContext context, HttpRequest http) {
        boolean crawler = crawlers.isCrawler(http.headers().get(HttpHeaderNames.USER_AGENT, ""));
        boolean eligible = FastPath.isEligible(http);
        if (eligible
                && !crawler
                && !admissionControl.hasRateLimits()
                && respond(context, http, fastPath.cached(http))) {
            return;
        }
        ReceivedRequest request = new ReceivedRequest(http, eligible);
        Admission admission = admissionControl.check(request.target, crawler);
        if (admission instanceof Admission.Admitted && admissionControl.isRateLimited(request.target)) {
            waiting = request;
            var _ = admissionControl
                    .applyLimits(request.target, context.channel().remoteAddress(), http.headers())
                    .thenAccept(limited -> context.executor().execute(() -> afterLimits(context, request, limited)));
        } else {
            route(context, request, admission);
        }
    }

    private void afterLimits(ChannelHandlerContext context, ReceivedRequest request, Admission admission) {
        if (waiting == request) {
            waiting = null;
            route(context, request, admission);
            dispatchQueued(context);
        }
    }

    private void route(ChannelHandlerContext context, ReceivedRequest request, Admission admission) {
        if (admission instanceof Admission.Admitted && request.eligible) {
            if (admissionControl.hasRateLimits() && respond(context, request.http, fastPath.cached(request.http))) {
                return;
            }
            FastPath.HeldRequest held = fastPath.held(request.target, request.http);
            if (held != null) {
                hold(context, request, held);
                return;
            }
        }
        passToServer(context, request, admission, Optional.empty());
    }

    private void hold(ChannelHandlerContext context, ReceivedRequest request, FastPath.HeldRequest held) {
        waiting = request;
        idleTimeout.pause(context.pipeline());
        hold = held.start(result -> context.executor().execute(() -> endHold(context, request, held, result)));
    }

    private void endHold(
            ChannelHandlerContext context, ReceivedRequest request, FastPath.HeldRequest held, HoldResult result) {
        if (waiting != request) {
            // The client has disconnected.
            return;
        }
        if (respond(context, request.http, held.response(result))) {
            idleTimeout.resume(context.pipeline());
        } else {
            passToServer(context, request, ADMITTED, Optional.of(result));
        }
        clearWaiting();
        dispatchQueued(context);
    }

    private boolean respond(ChannelHandlerContext context, HttpRequest request, @Nullable FullHttpResponse response) {
        if (response == null) {
            return false;
        }
        discarding = !(request instanceof LastHttpContent);
        responseWritten = true;
        ReferenceCountUtil.release(request);
        var _ = context.write(response, context.voidPromise());
        return true;
    }

    private void passToServer(
            ChannelHandlerContext context, ReceivedRequest request, Admission admission, Optional<HoldResult> held) {
        current = new RequestContext(request.target, admission, held, request.receivedAtNanos);
        pending.onRequest(request.http);
        passedToServer = true;
        context.fireChannelRead(request.http);
    }

    private void clearWaiting() {
        waiting = null;
        if (hold != null) {
            hold.dispose();
            hold = null;
        }
    }

    /** Continues after a request: dispatches queued messages and reads again. */
    private void dispatchQueued(ChannelHandlerContext context) {
        if (context.isRemoved()) {
            return;
        }
        while (!queue.isEmpty() && canDispatch(context, queue.element())) {
            dispatch(context, queue.remove());
        }
        if (responseWritten || passedToServer || !queue.isEmpty()) {
            channelReadComplete(context);
        }
        if (pending.allAnswered() && waiting == null) {
            // The web server requests the next read itself, except if a request arrives just before the previous one is
            // cleaned up and is answered at once (reactor-netty issue 4361).
            context.read();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        boolean readAgain = responseWritten && !passedToServer;
        if (responseWritten) {
            context.flush();
        }
        if (passedToServer || !responseWritten) {
            context.fireChannelReadComplete();
        }
        responseWritten = false;
        passedToServer = false;
        boolean queueing = waiting != null || !queue.isEmpty();
        // While requests are queued, a disconnected client is noticed only if the connection is read.
        if (queueing ? queue.size() < MAX_QUEUED : readAgain) {
            context.read();
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (pending.onResponse(message)) {
            // After the web server has cleaned up the answered request.
            context.executor().execute(() -> dispatchQueued(context));
        }
        var _ = context.write(message, promise);
    }

    /** The web server starts its idle timeout before it reads, which may be after the next request has begun to wait. */
    @Override
    public void read(ChannelHandlerContext context) {
        if (hold != null) {
            idleTimeout.pause(context.pipeline());
        }
        context.read();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (!queue.isEmpty() && canDispatch(context, queue.element())) {
            // Not from within the write that changed it.
            context.executor().execute(() -> dispatchQueued(context));
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (waiting != null) {
            ReferenceCountUtil.release(waiting.http);
        }
        clearWaiting();
        queue.forEach(ReferenceCountUtil::release);
        queue.clear();
        context.fireChannelInactive();
    }

    /** A request with what is needed to dispatch it. */
    private static final class ReceivedRequest {

        private final HttpRequest http;
        private final RequestTarget target;
        private final boolean eligible;
        private final long receivedAtNanos = System.nanoTime();

        ReceivedRequest(HttpRequest http, boolean eligible) {
            this.http = http;
            this.target = RequestTarget.parse(http);
            this.eligible = eligible;
        }
    }
}
