package io.wave.proxy.gateway;

import io.wave.proxy.http.RequestContext;
import io.wave.security.SecurityHeaders;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Sets the security headers of every response outside the registry API, which sets its own. Those of request-api are not
 * forwarded, so that each header is set once.
 */
final class SecurityHeadersFilter implements WebFilter, HttpHeadersFilter, Ordered {

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (!RequestContext.of(exchange.getRequest()).target().isRegistryPath()) {
            SecurityHeaders.WEB.forEach(exchange.getResponse().getHeaders()::set);
        }
        return chain.filter(exchange);
    }

    @Override
    public HttpHeaders filter(HttpHeaders headers, ServerWebExchange exchange) {
        HttpHeaders others = new HttpHeaders();
        others.putAll(headers);
        SecurityHeaders.WEB.keySet().forEach(others::remove);
        return others;
    }

    @Override
    public boolean supports(Type type) {
        return type == Type.RESPONSE;
    }
}
