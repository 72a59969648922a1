package io.wave.worker.egress;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.ChannelGroupFuture;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The permission of one job to use the guard, until it is closed. */
public final class EgressPass implements AutoCloseable {

    static final String USER = "job";

    private static final int MOST_RECENT = 256;

    private final String token;
    private final int port;
    private final int maxConnections;
    private final Consumer<EgressPass> onClose;
    private final AtomicReference<@Nullable String> refusal = new AtomicReference<>();
    private final LinkedHashSet<String> recent = new LinkedHashSet<>();
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

    /** The proxy variables for tools. They contain the secret of the job. */
    public Map<String, String> environment() {
        return ProxyVariables.of("http://%s:%s@127.0.0.1:%d".formatted(USER, token, port));
    }

    /** For a program that sends the credentials itself. */
    public ProxyAccess proxy() {
        String login = "%s:%s".formatted(USER, token);
        return new ProxyAccess(
                port, "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
    }

    /** Adds a connection of the job; false if it has too many, or the pass is closed. */
    boolean admit(Channel connection) {
        return connections.size() < maxConnections && connections.add(connection) && connection.isOpen();
    }

    /** Keeps the message about the first denied connection for the failure of the job. */
    void refused(String words) {
        refusal.compareAndSet(null, words);
        synchronized (recent) {
            recent.add(words);
            if (recent.size() > MOST_RECENT) {
                recent.removeFirst();
            }
        }
    }

    /** The most recent denied connection that these lines of a log mention, for a pass that several jobs share. */
    public Optional<String> findRefusal(List<String> lines) {
        synchronized (recent) {
            return recent.stream()
                    .filter(words -> lines.stream().anyMatch(line -> line.contains(words)))
                    .findFirst();
        }
    }

    /** Why the first denied connection was denied, if one was. */
    public Optional<String> refusal() {
        return Optional.ofNullable(refusal.get());
    }

    /** Revokes the permission and closes its connections. */
    @Override
    public void close() {
        onClose.accept(this);
        ChannelGroupFuture _ = connections.close();
    }
}
