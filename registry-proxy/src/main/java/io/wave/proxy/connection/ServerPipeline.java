package io.wave.proxy.connection;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import java.util.function.Supplier;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import reactor.netty.NettyPipeline;

/** Adds Netty handlers between the HTTP codec and the web server, in the order in which they are added. */
public final class ServerPipeline {

    private ServerPipeline() {}

    /** @param handlers creates the handler of a new connection */
    public static NettyServerCustomizer addHandler(String name, Supplier<ChannelHandler> handlers) {
        return server -> server.doOnChannelInit((_, channel, _) -> {
            ChannelPipeline pipeline = channel.pipeline();
            if (pipeline.get(NettyPipeline.HttpTrafficHandler) != null) {
                pipeline.addBefore(NettyPipeline.HttpTrafficHandler, name, handlers.get());
            }
        });
    }
}
