package io.wave.proxy.gateway;

import io.wave.limit.Verdict;
import io.wave.oci.OciErrorCode;
import io.wave.proxy.http.Admission;
import io.wave.proxy.http.RequestContext;
import io.wave.proxy.response.ErrorResponseWriter;
import io.wave.proxy.response.OciException;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Responds to requests that {@link io.wave.proxy.http.AdmissionControl} rejected: 405 without a body for crawlers and
 * denied paths; above a rate limit 503 for the API and 429 for the registry API, both with {@code Retry-After}.
 */
final class AdmissionFilter implements WebFilter, Ordered {

    private final ErrorResponseWriter registryErrors = new ErrorResponseWriter();

    /** After the security headers, before any processing. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 1;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return switch (RequestContext.of(exchange.getRequest()).admission()) {
            case Admission.Admitted _ -> chain.filter(exchange);
            case Admission.Denied _ -> {
                exchange.getResponse().setStatusCode(HttpStatus.METHOD_NOT_ALLOWED);
                yield exchange.getResponse().setComplete();
            }
            case Admission.RateLimited(Verdict.Refused refusal) -> respondRateLimited(exchange, refusal);
        };
    }

    private Mono<Void> respondRateLimited(ServerWebExchange exchange, Verdict.Refused refusal) {
        if (RequestContext.of(exchange.getRequest()).target().isRegistryPath()) {
            return registryErrors.write(
                    exchange,
                    OciException.withRetryAfter(OciErrorCode.TOOMANYREQUESTS, refusal.reason(), refusal.retryAfter()));
        }
        exchange.getResponse().getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(refusal.retryAfterSeconds()));
        return Mono.error(new TooManyRequestsException(refusal.reason()));
    }
}
