package io.wave.proxy.connection;

import java.util.function.Function;
import reactor.netty.http.logging.ReactorNettyHttpMessageLogFactory;

/** The server's log of requests that it cannot read, without their paths, which may hold tokens. */
final class QuietRequests extends ReactorNettyHttpMessageLogFactory {

    @Override
    protected Function<String, String> uriValueFunction() {
        return _ -> "<path>";
    }
}
