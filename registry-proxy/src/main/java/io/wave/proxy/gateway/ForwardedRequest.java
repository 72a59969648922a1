package io.wave.proxy.gateway;

import io.wave.proxy.address.ClientAddress;
import io.wave.security.InternalApi;
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
import reactor.core.publisher.SynchronousSink;

/**
 * A request as request-api gets it: it says who the client is, in our word, not the client's, and its body ends with an
 * error at the first byte too many. The body is passed on as it comes.
 */
final class ForwardedRequest extends ServerHttpRequestDecorator {

    /** Claims about who the client is; whatever begins with one of {@link #CLAIMED} is such a claim too. */
    private static final Set<String> CLAIMS = Set.of("forwarded", "x-real-ip", "x-client-ip", "x-cluster-client-ip");

    private static final List<String> CLAIMED = List.of("x-forwarded-", "x-wave-", "x-original-");

    /** What the gateway needs to pass the body on, so that no client can take it away. */
    private static final Set<String> FRAMING = Set.of("content-length", "transfer-encoding", "content-type", "host");

    private final HttpHeaders headers;
    private final DataSize bodyLimit;

    ForwardedRequest(ServerHttpRequest request, ClientAddress client, String internalKey, DataSize bodyLimit) {
        super(request);
        this.headers = headers(request.getHeaders(), client, internalKey);
        this.bodyLimit = bodyLimit;
    }

    /**
     * Without what is meant for this connection alone, by RFC 9110, section 7.6.1: what {@code Connection} names is
     * removed here, before our own headers are set, and so is {@code Connection} itself, which could name them.
     */
    private static HttpHeaders headers(HttpHeaders sent, ClientAddress client, String internalKey) {
        Set<String> dropped = ownConnectionOnly(sent);
        HttpHeaders headers = new HttpHeaders();
        sent.forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!dropped.contains(lower) && !isClaim(lower)) {
                headers.addAll(name, values);
            }
        });
        headers.set(InternalApi.CLIENT_ADDRESS_HEADER, client.value());
        headers.set(InternalApi.KEY_HEADER, internalKey);
        return headers;
    }

    private static Set<String> ownConnectionOnly(HttpHeaders sent) {
        Set<String> names = new HashSet<>();
        names.add("connection");
        for (String line : sent.getOrEmpty(HttpHeaders.CONNECTION)) {
            for (String option : line.split(",", -1)) {
                names.add(option.strip().toLowerCase(Locale.ROOT));
            }
        }
        names.removeAll(FRAMING);
        return names;
    }

    private static boolean isClaim(String lowerCaseName) {
        return CLAIMS.contains(lowerCaseName) || CLAIMED.stream().anyMatch(lowerCaseName::startsWith);
    }

    @Override
    public HttpHeaders getHeaders() {
        return headers;
    }

    @Override
    public Flux<DataBuffer> getBody() {
        AtomicLong count = new AtomicLong();
        return super.getBody().handle((DataBuffer buffer, SynchronousSink<DataBuffer> sink) -> {
            if (count.addAndGet(buffer.readableByteCount()) > bodyLimit.toBytes()) {
                DataBufferUtils.release(buffer);
                sink.error(new BodyTooLargeException(bodyLimit));
            } else {
                sink.next(buffer);
            }
        });
    }
}
