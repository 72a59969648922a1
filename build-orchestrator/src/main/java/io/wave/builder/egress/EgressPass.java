package io.wave.builder.egress;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.ChannelGroupFuture;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The right of one build to use the guard, until it is closed. */
public final class EgressPass implements AutoCloseable {

    static final String USER = "build";

    /** What a step starts for itself on the worker's loopback interface is no business of the guard. */
    private static final String DIRECT = "localhost,127.0.0.1,::1";

    private final String token;
    private final int port;
    private final int maxConnections;
    private final Consumer<EgressPass> onClose;
    private final AtomicReference<@Nullable String> refusal = new AtomicReference<>();
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

    EgressPass(String token, int port, int maxConnections, Consumer<EgressPass> onClose) {
        this.token = token;
        this.port = port;
        this.maxConnections = maxConnections;
        this.onClose = onClose;
    }

    String token() {
        return token;
    }

    /** The variables by which tools know their proxy. They hold the build's own secret. */
    public Map<String, String> environment() {
        String url = "http://%s:%s@127.0.0.1:%d".formatted(USER, token, port);
        Map<String, String> environment = new LinkedHashMap<>();
        for (String name : new String[] {"HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"}) {
            environment.put(name, url);
        }
        environment.put("NO_PROXY", DIRECT);
        environment.put("no_proxy", DIRECT);
        return environment;
    }

    /** Counts a connection among those of the build; false if it has too many or is over. */
    boolean admit(Channel connection) {
        return connections.size() < maxConnections && connections.add(connection) && connection.isOpen();
    }

    /** Remembers words about a connection that was refused, for the build's failure. */
    void refused(String words) {
        refusal.compareAndSet(null, words);
    }

    /** Why the first connection was refused that the policy forbids, if one was. */
    public Optional<String> refusal() {
        return Optional.ofNullable(refusal.get());
    }

    /** Ends the right, and what goes on by it. */
    @Override
    public void close() {
        onClose.accept(this);
        ChannelGroupFuture _ = connections.close();
    }
}
