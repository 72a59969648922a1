package io.wave.proxy.connection;

import java.util.function.Function;
import reactor.netty.http.logging.ReactorNettyHttpMessageLogFactory;

/** Log messages of the web server about requests that it cannot parse, without the path, which may contain a token. */
final class PathHidingLogFactory extends ReactorNettyHttpMessageLogFactory {

    @Override
    protected Function<String, String> uriValueFunction() {
        return _ -> "<path>";
    }
}
