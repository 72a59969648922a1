package io.wave.proxy.gateway;

import io.wave.security.InternalApi;
import io.wave.security.RootKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/** Responds with 404 to requests for internal paths and the actuator, unless they carry the internal secret. */
final class InternalPathGuard implements WebFilter, Ordered {

    private static final PathPattern ACTUATOR = PathPatternParser.defaultInstance.parse("/actuator/**");
    private static final PathPattern INTERNAL = PathPatternParser.defaultInstance.parse("/internal/**");

    private final byte[] secret;

    InternalPathGuard(RootKey rootKey) {
        this.secret = rootKey.internalSecret().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 1;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return isAllowed(exchange.getRequest())
                ? chain.filter(exchange)
                : Mono.error(new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private boolean isAllowed(ServerHttpRequest request) {
        PathContainer path = request.getPath().pathWithinApplication();
        if (ACTUATOR.matches(path)) {
            return hasKey(request) || isKey(bearerToken(request));
        }
        return !INTERNAL.matches(path) || hasKey(request);
    }

    private boolean hasKey(ServerHttpRequest request) {
        return isKey(request.getHeaders().getFirst(InternalApi.KEY_HEADER));
    }

    /** The form that monitoring systems can send. */
    private static @Nullable String bearerToken(ServerHttpRequest request) {
        String header = request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        return header != null && header.startsWith(InternalApi.BEARER)
                ? header.substring(InternalApi.BEARER.length())
                : null;
    }

    private boolean isKey(@Nullable String key) {
        return key != null && MessageDigest.isEqual(secret, key.getBytes(StandardCharsets.UTF_8));
    }
}
