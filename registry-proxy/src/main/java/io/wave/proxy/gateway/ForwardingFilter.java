package io.wave.proxy.gateway;

import io.wave.proxy.address.ClientAddress;
import io.wave.security.RootKey;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.unit.DataSize;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.retry.Retry;

/**
 * Forwards requests to request-api. A call that fails before its response is repeated if that is safe: if nothing was sent, or for GET and HEAD.
 * So is one that reached a replica that stops.
 */
final class ForwardingFilter implements GatewayFilter {

    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final int RETRIES = 2;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

    private final Function<ServerHttpRequest, ClientAddress> addresses;
    private final String internalKey;
    private final DataSize bodyLimit;

    ForwardingFilter(Function<ServerHttpRequest, ClientAddress> addresses, RootKey rootKey, DataSize bodyLimit) {
        this.addresses = addresses;
        this.internalKey = rootKey.internalSecret();
        this.bodyLimit = bodyLimit;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (request.getHeaders().getContentLength() > bodyLimit.toBytes()) {
            return Mono.error(new BodyTooLargeException(bodyLimit));
        }
        Sinks.Empty<Void> disconnect = Sinks.empty();
        ServerHttpRequest forwarded =
                new ForwardedRequest(request, addresses.apply(request), internalKey, bodyLimit, disconnect);
        exchange.getResponse().beforeCommit(() -> Mono.fromRunnable(() -> closeIfTooLarge(exchange.getResponse())));
        return Mono.defer(() -> new ForwardedCall()
                        .during(chain.filter(
                                        exchange.mutate().request(forwarded).build())
                                .then(Mono.defer(() -> requireRunning(exchange.getResponse())))))
                .retryWhen(Retry.backoff(RETRIES, FIRST_PAUSE)
                        .filter(failure -> canBeRepeated(exchange, failure))
                        .doBeforeRetry(_ -> ServerWebExchangeUtils.reset(exchange))
                        .onRetryExhaustedThrow((_, last) -> last.failure()))
                .takeUntilOther(disconnect.asMono());
    }

    /** On open connections, the web server of a replica that stops answers for it. An answer of request-api itself has a body. */
    private static Mono<Void> requireRunning(ServerHttpResponse response) {
        boolean stopping = response.getStatusCode() == HttpStatus.SERVICE_UNAVAILABLE
                && response.getHeaders().getContentType() == null;
        return stopping && !response.isCommitted()
                ? Mono.error(new IOException("the replica of request-api stops"))
                : Mono.empty();
    }

    /** A replica that stops closes its idle connections, possibly while a request is sent on one of them. */
    private static boolean canBeRepeated(ServerWebExchange exchange, Throwable failure) {
        boolean nothingWasSent = failure instanceof ConnectException;
        boolean isSafe = SAFE.contains(exchange.getRequest().getMethod());
        return failure instanceof IOException
                && (nothingWasSent || isSafe)
                && !exchange.getResponse().isCommitted();
    }

    /** Closes the connection instead of reading the rest of a body that is too large. */
    private static void closeIfTooLarge(ServerHttpResponse response) {
        HttpStatusCode status = response.getStatusCode();
        if (status == HttpStatus.CONTENT_TOO_LARGE) {
            response.getHeaders().set(HttpHeaders.CONNECTION, "close");
        }
    }
}
