package io.wave.proxy.gateway;

import io.wave.proxy.address.ClientAddress;
import io.wave.security.InternalApi;
import java.util.List;
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

    private static final List<String> CLAIMS = List.of(
            "Forwarded",
            "X-Forwarded-For",
            "X-Forwarded-Host",
            "X-Forwarded-Port",
            "X-Forwarded-Prefix",
            "X-Forwarded-Proto",
            "X-Real-IP");

    private final HttpHeaders headers;
    private final DataSize bodyLimit;

    ForwardedRequest(ServerHttpRequest request, ClientAddress client, String internalKey, DataSize bodyLimit) {
        super(request);
        this.headers = headers(request.getHeaders(), client, internalKey);
        this.bodyLimit = bodyLimit;
    }

    private static HttpHeaders headers(HttpHeaders sent, ClientAddress client, String internalKey) {
        HttpHeaders headers = new HttpHeaders();
        headers.putAll(sent);
        CLAIMS.forEach(headers::remove);
        headers.set(InternalApi.CLIENT_ADDRESS_HEADER, client.value());
        headers.set(InternalApi.KEY_HEADER, internalKey);
        return headers;
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
