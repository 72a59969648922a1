package io.wave.proxy.gateway;

import io.wave.proxy.address.ClientAddress;
import io.wave.security.InternalApi;
import io.wave.tracing.Traces;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.publisher.SynchronousSink;

/**
 * A request as forwarded to request-api: the client address is set by this service, whatever the client claims, and the
 * body, which is streamed, fails above the size limit.
 */
final class ForwardedRequest extends ServerHttpRequestDecorator {

    /** Headers with client addresses set by anyone; see also {@link #CLIENT_HEADER_PREFIXES}. */
    private static final Set<String> CLIENT_HEADERS =
            Set.of("forwarded", "x-real-ip", "x-client-ip", "x-cluster-client-ip");

    /** Headers of the trace of the client: where traces are on, the gateway sets its own, which continue a valid one. */
    private static final Set<String> TRACE_HEADERS = Set.of(Traces.HEADER, "tracestate", "baggage");

    private static final List<String> CLIENT_HEADER_PREFIXES = List.of("x-forwarded-", "x-wave-", "x-original-");

    /** Headers that the gateway needs to forward the body, so that no client can have them removed. */
    private static final Set<String> REQUIRED = Set.of("content-length", "transfer-encoding", "content-type", "host");

    private final HttpHeaders headers;
    private final DataSize bodyLimit;
    private final Sinks.Empty<Void> disconnect;

    /** @param disconnect receives the error of a client that disconnects during its body */
    ForwardedRequest(
            ServerHttpRequest request,
            ClientAddress client,
            String internalKey,
            DataSize bodyLimit,
            Sinks.Empty<Void> disconnect) {
        super(request);
        this.headers = headers(request.getHeaders(), client, internalKey);
        this.bodyLimit = bodyLimit;
        this.disconnect = disconnect;
    }

    /**
     * Removes hop-by-hop headers (RFC 9110, section 7.6.1): those that {@code Connection} names are removed before our
     * own headers are set, and so is {@code Connection} itself, which could name those.
     */
    private static HttpHeaders headers(HttpHeaders received, ClientAddress client, String internalKey) {
        Set<String> hopByHop = hopByHopHeaders(received);
        HttpHeaders headers = new HttpHeaders();
        received.forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!hopByHop.contains(lower) && !isClientHeader(lower)) {
                headers.addAll(name, values);
            }
        });
        headers.set(InternalApi.CLIENT_ADDRESS_HEADER, client.value());
        headers.set(InternalApi.KEY_HEADER, internalKey);
        return headers;
    }

    private static Set<String> hopByHopHeaders(HttpHeaders received) {
        Set<String> names = new HashSet<>();
        names.add("connection");
        for (String line : received.getOrEmpty(HttpHeaders.CONNECTION)) {
            for (String option : line.split(",", -1)) {
                names.add(option.strip().toLowerCase(Locale.ROOT));
            }
        }
        names.removeAll(REQUIRED);
        return names;
    }

    private static boolean isClientHeader(String lowerCaseName) {
        return CLIENT_HEADERS.contains(lowerCaseName)
                || TRACE_HEADERS.contains(lowerCaseName)
                || CLIENT_HEADER_PREFIXES.stream().anyMatch(lowerCaseName::startsWith);
    }

    @Override
    public HttpHeaders getHeaders() {
        return headers;
    }

    @Override
    public Flux<DataBuffer> getBody() {
        AtomicLong count = new AtomicLong();
        return super.getBody()
                .onErrorResume(this::disconnected)
                .handle((DataBuffer buffer, SynchronousSink<DataBuffer> sink) -> {
                    if (count.addAndGet(buffer.readableByteCount()) > bodyLimit.toBytes()) {
                        DataBufferUtils.release(buffer);
                        sink.error(new BodyTooLargeException(bodyLimit));
                    } else {
                        sink.next(buffer);
                    }
                });
    }

    /** Ends the exchange. The error is not given to the call to request-api, which would log it as an error of that call. */
    private Flux<DataBuffer> disconnected(Throwable error) {
        disconnect.emitError(error, Sinks.EmitFailureHandler.FAIL_FAST);
        return Flux.never();
    }
}
