package io.wave.api.web.body;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.coyote.Processor;
import org.apache.tomcat.util.net.AbstractEndpoint;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;

/** Closes connections whose request headers are not complete in time. Tomcat's own timeout restarts with every byte. */
final class HeaderDeadline implements AbstractEndpoint.Handler<NioChannel> {

    private final AbstractEndpoint.Handler<NioChannel> handler;
    private final long limit;
    private final Map<SocketWrapperBase<NioChannel>, Long> begun = new ConcurrentHashMap<>();

    HeaderDeadline(AbstractEndpoint.Handler<NioChannel> handler, Duration limit) {
        this.handler = handler;
        this.limit = limit.toNanos();
    }

    @Override
    public SocketState process(SocketWrapperBase<NioChannel> socket, SocketEvent event) {
        SocketState state = handler.process(socket, event);
        if (state != SocketState.LONG || isAsync(socket)) {
            begun.remove(socket);
            return state;
        }
        long now = System.nanoTime();
        Long since = begun.putIfAbsent(socket, now);
        return since == null || now - since <= limit ? state : SocketState.CLOSED;
    }

    /** Asynchronous requests have the same state as incomplete ones. */
    private static boolean isAsync(SocketWrapperBase<NioChannel> socket) {
        return socket.getCurrentProcessor() instanceof Processor processor && processor.isAsync();
    }

    @Override
    public void release(SocketWrapperBase<NioChannel> socket) {
        begun.remove(socket);
        handler.release(socket);
    }

    @Override
    public Object getGlobal() {
        return handler.getGlobal();
    }

    @Override
    public void pause() {
        handler.pause();
    }

    @Override
    public void recycle() {
        begun.clear();
        handler.recycle();
    }
}
