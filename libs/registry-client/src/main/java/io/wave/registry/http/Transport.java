package io.wave.registry.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.wave.egress.EgressPolicy;
import io.wave.registry.config.RegistryClientProperties;
import io.wave.registry.document.BodyReader;
import io.wave.tracing.Traces;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.Connection;
import reactor.netty.NettyPipeline;
import reactor.netty.http.HttpResources;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpResponseDecoderSpec;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/** Sends one request and returns one {@link Reply} of any status. Does not follow redirects and does not retry. */
public final class Transport implements AutoCloseable {

    private static final String USER_AGENT = "wave";
    private static final Duration POOL_IDLE = Duration.ofSeconds(30);
    private static final Duration POOL_INACTIVE = Duration.ofMinutes(2);
    private static final int PENDING_PER_CONNECTION = 10;
    private static final int MAX_CHUNK = 256 * 1024;
    /** For all hosts together. */
    private static final int MAX_OPEN = 2_000;

    private final ConnectionProvider connections;
    private final HttpClient client;
    private final PooledHosts hosts;
    private final Map<EventLoop, HttpClient> onCallerLoop = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final int maxOpen;
    private final BodyReader reader;
    private final Traces traces;
    private final Duration idleTimeout;
    private final Duration readerTimeout;

    public Transport(RegistryClientProperties properties, EgressPolicy egress, BodyReader reader, Traces traces) {
        this(properties, egress, reader, traces, MAX_OPEN);
    }

    Transport(RegistryClientProperties properties, EgressPolicy egress, BodyReader reader, Traces traces, int maxOpen) {
        this.maxOpen = maxOpen;
        this.reader = reader;
        this.traces = traces;
        this.idleTimeout = properties.idleTimeout();
        this.readerTimeout = properties.readerTimeout();
        this.connections = pool(properties);
        this.hosts = new PooledHosts(connections);
        this.client = egress.guard(HttpClient.create(connections)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        properties.connectTimeout().toMillis())
                // Netty's newer default allocator takes direct memory in jumps under streams.
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .doOnChannelInit((_, channel, _) -> opened(channel))
                .httpResponseDecoder(Transport::withLargeChunks)
                .responseTimeout(properties.responseTimeout())
                .headers(headers -> headers.set(HttpHeaderNames.USER_AGENT, USER_AGENT))
                .followRedirect(false)
                .compress(false)
                .proxyWithSystemProperties());
    }

    /** A connection beyond the limit is closed immediately, which fails its call. */
    private void opened(Channel channel) {
        boolean tooMany = open.incrementAndGet() > maxOpen;
        channel.closeFuture().addListener(_ -> open.decrementAndGet());
        if (tooMany) {
            var _ = channel.close();
        }
    }

    /** Emits the result of one read as one buffer, not in slices of 8 kB. Netty 5 has neither slices nor this setting. */
    @SuppressWarnings("deprecation")
    private static HttpResponseDecoderSpec withLargeChunks(HttpResponseDecoderSpec decoder) {
        return decoder.maxChunkSize(MAX_CHUNK);
    }

    private static ConnectionProvider pool(RegistryClientProperties properties) {
        return ConnectionProvider.builder("registries")
                .maxConnections(properties.maxConnections())
                .pendingAcquireMaxCount(properties.maxConnections() * PENDING_PER_CONNECTION)
                .pendingAcquireTimeout(properties.responseTimeout())
                .maxIdleTime(POOL_IDLE)
                .evictInBackground(POOL_IDLE)
                .disposeInactivePoolsInBackground(POOL_IDLE, POOL_INACTIVE)
                .lifo()
                .build();
    }

    public Mono<Reply> send(URI uri, OutgoingRequest request) {
        Publisher<ByteBuf> body = request.body();
        return receive(
                () -> body == null
                        ? sender(uri, request)
                        : senderWithWriteTimeout(uri, request).send(body),
                request.method(),
                uri);
    }

    private HttpClient.RequestSender sender(URI uri, OutgoingRequest request) {
        return onCallerLoop()
                .headers(all -> all.add(request.headers()))
                .request(request.method())
                .uri(uri);
    }

    /** With a timeout for registries that stop reading the request. */
    private HttpClient.RequestSender senderWithWriteTimeout(URI uri, OutgoingRequest request) {
        return onCallerLoop()
                .headers(all -> all.add(request.headers()))
                .doOnRequest((_, connection) -> connection.addHandlerLast(
                        new WriteTimeoutHandler(idleTimeout.toMillis(), TimeUnit.MILLISECONDS)))
                .request(request.method())
                .uri(uri);
    }

    public Mono<Reply> post(URI uri, HttpHeaders headers, String body) {
        return receive(
                () -> onCallerLoop()
                        .headers(all -> all.add(headers))
                        .post()
                        .uri(uri)
                        .send(ByteBufFlux.fromString(Mono.just(body))),
                HttpMethod.POST,
                uri);
    }

    /** The client with connections on the event loop of the caller, so that streamed content stays on one thread. */
    private HttpClient onCallerLoop() {
        EventLoop loop =
                HttpResources.get().onClient(LoopResources.DEFAULT_NATIVE).next();
        return onCallerLoop.computeIfAbsent(loop, client::runOn);
    }

    /** A registry does not get to know the trace. */
    private Mono<Reply> receive(Supplier<HttpClient.ResponseReceiver<?>> call, HttpMethod method, URI uri) {
        String host = String.valueOf(uri.getHost());
        return traces.external(method + " " + host, host, receive(call, uri));
    }

    private Mono<Reply> receive(Supplier<HttpClient.ResponseReceiver<?>> call, URI uri) {
        return Mono.defer(() -> {
            hosts.used(uri);
            AtomicReference<Reply> made = new AtomicReference<>();
            return call.get()
                    .responseConnection((response, connection) -> {
                        Reply reply = new Reply(
                                uri, response.status().code(), response.responseHeaders(), connection, reader);
                        made.set(reply);
                        guard(connection, reply);
                        return Mono.just(reply);
                    })
                    .next()
                    .doOnCancel(() -> Optional.ofNullable(made.get()).ifPresent(Reply::close));
        });
    }

    /** From the headers on, a silent peer counts only while the reader is ready. */
    private void guard(Connection connection, Reply reply) {
        connection.removeHandler(NettyPipeline.ResponseTimeoutHandler);
        connection.addHandlerLast(new StallTimeoutHandler(idleTimeout, readerTimeout, reply));
    }

    @Override
    public void close() {
        connections.dispose();
    }
}
