package io.wave.proxy.gateway;

import io.wave.limit.Caller;
import io.wave.limit.Limit;
import io.wave.limit.RateLimits;
import io.wave.limit.Verdict;
import io.wave.oci.OciErrorCode;
import io.wave.proxy.address.ClientAddresses;
import io.wave.proxy.answer.ErrorWriter;
import io.wave.proxy.answer.OciException;
import java.util.Set;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Turns away addresses that call too often: 503 from the API, 429 from the registry, each with {@code Retry-After}. */
final class FloodLimit implements WebFilter, Ordered {

    private static final Set<String> FREE = Set.of("/health", "/ping");

    private final RateLimits limits;
    private final ClientAddresses addresses;
    private final ErrorWriter registryErrors = new ErrorWriter();

    FloodLimit(RateLimits limits, ClientAddresses addresses) {
        this.limits = limits;
        this.addresses = addresses;
    }

    /** After the security headers, ahead of all that works. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 1;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (!limits.isLimited(Limit.REQUEST)
                || FREE.contains(exchange.getRequest().getPath().value())) {
            return chain.filter(exchange);
        }
        Caller caller = Caller.anonymous(addresses.of(exchange.getRequest()).value());
        return Mono.fromFuture(() -> limits.take(Limit.REQUEST, caller)).flatMap(verdict -> switch (verdict) {
            case Verdict.Granted _ -> chain.filter(exchange);
            case Verdict.Refused refused -> refuse(exchange, refused);
        });
    }

    private Mono<Void> refuse(ServerWebExchange exchange, Verdict.Refused refused) {
        if (RegistryPaths.contain(exchange)) {
            return registryErrors.write(
                    exchange, OciException.later(OciErrorCode.TOOMANYREQUESTS, refused.reason(), refused.retryAfter()));
        }
        exchange.getResponse().getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(refused.retryAfterSeconds()));
        return Mono.error(new TooManyCallsException(refused.reason()));
    }
}
