package io.wave.proxy.gateway;

import io.wave.security.InternalApi;
import io.wave.security.RootKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.PathContainer;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/** Responds with 404 to requests for internal paths and the actuator, unless they carry the internal secret. */
final class InternalPathGuard implements WebFilter, Ordered {

    private static final List<PathPattern> GUARDED = Stream.of("/actuator/**", "/internal/**")
            .map(PathPatternParser.defaultInstance::parse)
            .toList();

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
        return isGuarded(exchange.getRequest().getPath().pathWithinApplication()) && !hasKey(exchange)
                ? Mono.error(new ResponseStatusException(HttpStatus.NOT_FOUND))
                : chain.filter(exchange);
    }

    private static boolean isGuarded(PathContainer path) {
        return GUARDED.stream().anyMatch(pattern -> pattern.matches(path));
    }

    private boolean hasKey(ServerWebExchange exchange) {
        String key = exchange.getRequest().getHeaders().getFirst(InternalApi.KEY_HEADER);
        return key != null && MessageDigest.isEqual(secret, key.getBytes(StandardCharsets.UTF_8));
    }
}
