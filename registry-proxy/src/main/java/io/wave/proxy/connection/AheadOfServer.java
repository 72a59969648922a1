package io.wave.proxy.connection;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import java.util.function.Supplier;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import reactor.netty.NettyPipeline;

/** Puts handlers of connections between the HTTP codec and the server; each stands behind those put before it. */
public final class AheadOfServer {

    private AheadOfServer() {}

    /** @param handlers makes one for a new connection */
    public static NettyServerCustomizer put(String name, Supplier<ChannelHandler> handlers) {
        return server -> server.doOnChannelInit((_, channel, _) -> {
            ChannelPipeline pipeline = channel.pipeline();
            if (pipeline.get(NettyPipeline.HttpTrafficHandler) != null) {
                pipeline.addBefore(NettyPipeline.HttpTrafficHandler, name, handlers.get());
            }
        });
    }
}
