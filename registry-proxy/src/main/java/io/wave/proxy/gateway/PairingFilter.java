package io.wave.proxy.gateway;

import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakeException;
import io.wave.limit.ConcurrencyLimit;
import io.wave.proxy.address.ClientAddress;
import io.wave.proxy.requestapi.RequestApiProperties;
import io.wave.security.InternalApi;
import io.wave.security.RootKey;
import java.net.URI;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.reactive.socket.client.ReactorNettyWebSocketClient;
import org.springframework.web.reactive.socket.client.WebSocketClient;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.reactive.socket.server.upgrade.ReactorNettyRequestUpgradeStrategy;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.WebsocketClientSpec;
import reactor.netty.http.server.WebsocketServerSpec;

/**
 * Passes the WebSocket connections of Platforms on to request-api: the only ones that this service accepts. Their number is limited, in
 * total and per client address. They are closed before the web server stops.
 */
final class PairingFilter extends LongLivedFilter {

    private static final Logger LOG = LoggerFactory.getLogger(PairingFilter.class);

    /** Lists of credentials are single messages. */
    private static final int MAX_MESSAGE = (int) DataSize.ofMegabytes(16).toBytes();

    private static final String RETRY_AFTER_SECONDS = "30";

    private final ConcurrencyLimit places;
    private final Function<ServerHttpRequest, ClientAddress> addresses;
    private final URI requestApi;
    private final String internalKey;
    private final WebSocketService server;
    private final WebSocketClient client;

    PairingFilter(
            ConcurrencyLimit places,
            Function<ServerHttpRequest, ClientAddress> addresses,
            RequestApiProperties requestApi,
            RootKey rootKey,
            HttpClient http) {
        this.places = places;
        this.addresses = addresses;
        this.requestApi = requestApi.requestApiUrl();
        this.internalKey = rootKey.internalSecret();
        // Pings and pongs are passed on too, so that either end notices that the other one is gone.
        this.server = new HandshakeWebSocketService(new ReactorNettyRequestUpgradeStrategy(() ->
                WebsocketServerSpec.builder().maxFramePayloadLength(MAX_MESSAGE).handlePing(true)));
        this.client = new ReactorNettyWebSocketClient(
                http,
                () -> WebsocketClientSpec.builder()
                        .maxFramePayloadLength(MAX_MESSAGE)
                        .handlePing(true));
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (!"websocket".equalsIgnoreCase(request.getHeaders().getUpgrade())) {
            return Mono.error(new PairingRefusedException(
                    HttpStatus.BAD_REQUEST, "Platforms connect here by WebSocket: Upgrade: websocket is missing"));
        }
        ClientAddress address = addresses.apply(request);
        return switch (places.acquire(address.value())) {
            case ConcurrencyLimit.Permit place -> connect(exchange, address).doFinally(_ -> place.close());
            case ConcurrencyLimit.Result.TotalReached _ ->
                refuse(exchange, HttpStatus.SERVICE_UNAVAILABLE, "too many Platforms are connected; try again later");
            case ConcurrencyLimit.Result.AddressReached _ ->
                refuse(
                        exchange,
                        HttpStatus.TOO_MANY_REQUESTS,
                        "too many Platforms are connected from this address; try again later");
        };
    }

    private static Mono<Void> refuse(ServerWebExchange exchange, HttpStatus status, String reason) {
        exchange.getResponse().getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        return Mono.error(new PairingRefusedException(status, reason));
    }

    /** Connects to request-api first, so that its refusal is a response. */
    private Mono<Void> connect(ServerWebExchange exchange, ClientAddress address) {
        HttpHeaders headers = new HttpHeaders();
        headers.set(InternalApi.CLIENT_ADDRESS_HEADER, address.value());
        headers.set(InternalApi.KEY_HEADER, internalKey);
        return client.execute(target(exchange.getRequest().getURI()), headers, api -> upgrade(exchange, api))
                .onErrorResume(failure -> !exchange.getResponse().isCommitted(), PairingFilter::failed);
    }

    /** Ends with the connection, while the request ends when it is upgraded. */
    private Mono<Void> upgrade(ServerWebExchange exchange, WebSocketSession api) {
        Sinks.Empty<Void> ended = Sinks.empty();
        return server.handleRequest(exchange, platform -> pass(platform, api).doFinally(_ -> ended.tryEmitEmpty()))
                .then(ended.asMono());
    }

    private static Mono<Void> failed(Throwable failure) {
        if (failure instanceof ResponseStatusException) {
            return Mono.error(failure);
        }
        LOG.atInfo().log("A Platform could not be connected to request-api: {}", failure.getMessage());
        return Mono.error(
                failure instanceof WebSocketClientHandshakeException
                        ? new PairingRefusedException(
                                HttpStatus.NOT_FOUND,
                                "this service accepts no Platforms: wave.platform.endpoints is not set")
                        : new PairingRefusedException(
                                HttpStatus.SERVICE_UNAVAILABLE,
                                "service unavailable: request-api does not respond, try again later"));
    }

    private URI target(URI requested) {
        String scheme = "https".equals(requestApi.getScheme()) ? "wss" : "ws";
        String query = requested.getRawQuery() == null ? "" : "?" + requested.getRawQuery();
        return URI.create(scheme + "://" + requestApi.getRawAuthority() + requested.getRawPath() + query);
    }

    /** When the service stops, both sides are told, and have a moment to close the connection. */
    private Mono<Void> pass(WebSocketSession platform, WebSocketSession api) {
        Mono<Void> stop = stopping()
                .then(Mono.defer(() -> Mono.when(goAway(platform), goAway(api))))
                .then(Mono.delay(PairingPipe.CLOSE_TIMEOUT))
                .then();
        return Mono.firstWithSignal(
                Mono.when(
                        PairingPipe.from(platform).to(api),
                        PairingPipe.from(api).to(platform)),
                stop);
    }

    private static Mono<Void> goAway(WebSocketSession session) {
        return session.close(PairingPipe.GONE).onErrorComplete();
    }
}
