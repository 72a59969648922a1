package io.wave.proxy.http;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.wave.proxy.hold.Held;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/** What calls can be answered with, or wait for, at the door; all else is the server's. For plain calls under a token. */
public interface ShortWays {

    /** There are none. */
    ShortWays NONE = new ShortWays() {
        @Override
        public @Nullable FullHttpResponse ready(HttpRequest request) {
            return null;
        }

        @Override
        public @Nullable Waiting waiting(Call call, HttpRequest request) {
            return null;
        }
    };

    /** The answer that was given before to this path and query, counted as given again. */
    @Nullable
    FullHttpResponse ready(HttpRequest request);

    /** The wait that this call has ahead of it; null if the server has to see to it. */
    @Nullable
    Waiting waiting(Call call, HttpRequest request);

    /** A call that waits at the door. */
    interface Waiting {

        /**
         * Begins the wait.
         *
         * @param whenOver called at most once, on any thread
         * @return to be disposed of once, when the call is answered or its client has gone
         */
        Disposable begin(Consumer<Held> whenOver);

        /** What it is answered with; null where the server has to answer. */
        @Nullable
        FullHttpResponse answer(Held held);
    }
}
