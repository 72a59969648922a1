package io.wave.proxy.v2;

import io.wave.oci.OciErrorCode;
import io.wave.proxy.address.ClientAddresses;
import io.wave.proxy.answer.Answer;
import io.wave.proxy.answer.AnswerWriter;
import io.wave.proxy.answer.ErrorWriter;
import io.wave.proxy.answer.OciException;
import io.wave.proxy.guard.StreamPlaces;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.UriUtils;
import reactor.core.publisher.Mono;

/** The door of the registry API: takes all calls under {@code /v2}, ahead of the dispatcher and the gateway. */
final class RegistryFilter implements WebFilter, Ordered {

    private static final String ROOT = "/v2";
    private static final Answer BASE = new Answer.Plain("text/plain", "OK", Map.of());

    private final TokenedCalls tokened;
    private final TokenlessCalls tokenless;
    private final StreamPlaces places;
    private final ClientAddresses addresses;
    private final AnswerWriter answers = new AnswerWriter();
    private final ErrorWriter errors = new ErrorWriter();

    RegistryFilter(TokenedCalls tokened, TokenlessCalls tokenless, StreamPlaces places, ClientAddresses addresses) {
        this.places = places;
        this.addresses = addresses;
        this.tokened = tokened;
        this.tokenless = tokenless;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE + 2;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String path = exchange.getRequest().getURI().getRawPath();
        if (!path.startsWith(ROOT) || (path.length() > ROOT.length() && path.charAt(ROOT.length()) != '/')) {
            return chain.filter(exchange);
        }
        return Mono.defer(() -> answer(exchange, path)).onErrorResume(error -> errors.write(exchange, error));
    }

    private Mono<Void> answer(ServerWebExchange exchange, String rawPath) {
        ServerHttpRequest request = exchange.getRequest();
        RegistryCall called = parse(request, rawPath);
        Mono<Void> answered =
                Mono.defer(() -> serve(called, request)).flatMap(answer -> answers.write(exchange, answer));
        return called instanceof RegistryCall.Blob && HttpMethod.GET.equals(request.getMethod())
                ? places.within(addresses.of(request), answered)
                : answered;
    }

    private static RegistryCall parse(ServerHttpRequest request, String rawPath) {
        if (!HttpMethod.GET.equals(request.getMethod()) && !HttpMethod.HEAD.equals(request.getMethod())) {
            throw new OciException(OciErrorCode.UNSUPPORTED, "images can be pulled here, not pushed or deleted");
        }
        return RegistryCall.parse(decoded(rawPath));
    }

    private Mono<Answer> serve(RegistryCall called, ServerHttpRequest request) {
        return switch (called) {
            case RegistryCall.Base _ -> Mono.just(BASE);
            case RegistryCall.Within call ->
                switch (call.repository()) {
                    case Repository.Tokened repository -> tokened.serve(repository, call, request);
                    case Repository.Tokenless repository -> tokenless.serve(repository, call, request);
                };
        };
    }

    private static String decoded(String rawPath) {
        try {
            return UriUtils.decode(rawPath, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new OciException(OciErrorCode.NAME_INVALID, "the path is not encoded as URLs are");
        }
    }
}
