package io.wave.proxy.gateway;

import java.util.Map;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Puts the security headers on every answer that is not of the registry API, which has its own. They are there once:
 * those of request-api, if any, are not passed on beside them.
 */
final class SecurityHeaders implements WebFilter, HttpHeadersFilter, Ordered {

    private static final Map<String, String> VALUES = Map.of(
            "Strict-Transport-Security", "max-age=31536000; includeSubDomains",
            "X-Frame-Options", "DENY",
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "strict-origin-when-cross-origin",
            "Permissions-Policy", "camera=(), microphone=(), geolocation=()",
            "Content-Security-Policy",
                    "default-src 'self'; style-src 'self' https://fonts.googleapis.com; "
                            + "font-src https://fonts.gstatic.com; img-src 'self' data:; frame-ancestors 'none'");

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (!RegistryPaths.contain(exchange)) {
            VALUES.forEach(exchange.getResponse().getHeaders()::set);
        }
        return chain.filter(exchange);
    }

    @Override
    public HttpHeaders filter(HttpHeaders headers, ServerWebExchange exchange) {
        HttpHeaders rest = new HttpHeaders();
        rest.putAll(headers);
        VALUES.keySet().forEach(rest::remove);
        return rest;
    }

    @Override
    public boolean supports(Type type) {
        return type == Type.RESPONSE;
    }
}
