package io.wave.proxy.gateway;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Turns crawlers away, and all requests for paths that the operator denies, pulls too: 405 without a body. */
final class UnwantedRequests implements WebFilter, Ordered {

    private static final List<String> CRAWLERS = List.of(
            "googlebot",
            "bingbot",
            "yandexbot",
            "baiduspider",
            "duckduckbot",
            "slurp",
            "facebot",
            "twitterbot",
            "mj12bot",
            "ahrefsbot");
    private static final String ROBOTS = "/robots.txt";

    private final Set<String> deniedPaths;

    UnwantedRequests(Collection<String> deniedPaths) {
        this.deniedPaths = Set.copyOf(deniedPaths);
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 1;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String path = exchange.getRequest().getPath().value();
        String userAgent = exchange.getRequest().getHeaders().getFirst(HttpHeaders.USER_AGENT);
        if (deniedPaths.contains(path) || (isCrawler(userAgent) && !path.equals(ROBOTS))) {
            exchange.getResponse().setStatusCode(HttpStatus.METHOD_NOT_ALLOWED);
            return exchange.getResponse().setComplete();
        }
        return chain.filter(exchange);
    }

    private static boolean isCrawler(@Nullable String userAgent) {
        if (userAgent == null) {
            return false;
        }
        String lower = userAgent.toLowerCase(Locale.ROOT);
        return CRAWLERS.stream().anyMatch(lower::contains);
    }
}
