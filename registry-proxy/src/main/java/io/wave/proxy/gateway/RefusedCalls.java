package io.wave.proxy.gateway;

import io.wave.limit.Verdict;
import io.wave.oci.OciErrorCode;
import io.wave.proxy.http.Admission;
import io.wave.proxy.http.Arrival;
import io.wave.proxy.response.ErrorWriter;
import io.wave.proxy.response.OciException;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Answers what the gate at the door refused: 405 without a body to what nobody wants here; to addresses that call too often
 * 503 from the API and 429 from the registry, each with {@code Retry-After}.
 */
final class RefusedCalls implements WebFilter, Ordered {

    private final ErrorWriter registryErrors = new ErrorWriter();

    /** After the security headers, ahead of all that works. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 1;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return switch (Arrival.of(exchange.getRequest()).admission()) {
            case Admission.Admitted _ -> chain.filter(exchange);
            case Admission.Unwanted _ -> {
                exchange.getResponse().setStatusCode(HttpStatus.METHOD_NOT_ALLOWED);
                yield exchange.getResponse().setComplete();
            }
            case Admission.Limited(Verdict.Refused refusal) -> refuse(exchange, refusal);
        };
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
