package io.wave.proxy.registry;

import io.wave.oci.OciErrorCode;
import io.wave.proxy.address.ClientAddresses;
import io.wave.proxy.blob.StreamPlace;
import io.wave.proxy.blob.StreamPlaces;
import io.wave.proxy.http.Arrival;
import io.wave.proxy.http.Call;
import io.wave.proxy.http.RegistryCall;
import io.wave.proxy.http.Repository;
import io.wave.proxy.response.Answer;
import io.wave.proxy.response.AnswerWriter;
import io.wave.proxy.response.ErrorWriter;
import io.wave.proxy.response.OciException;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** The door of the registry API: takes all calls under {@code /v2}, ahead of the dispatcher and the gateway. */
final class RegistryFilter implements WebFilter, Ordered {

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
        Arrival arrival = Arrival.of(exchange.getRequest());
        return switch (arrival.call().target()) {
            case Call.Target.Elsewhere _ -> chain.filter(exchange);
            case Call.Target.Malformed(OciException error) ->
                errors.write(exchange, refusedMethod(exchange).orElse(error));
            case Call.Target.Registry(RegistryCall call) ->
                Mono.defer(() -> answer(exchange, call, arrival)).onErrorResume(error -> errors.write(exchange, error));
        };
    }

    private Mono<Void> answer(ServerWebExchange exchange, RegistryCall called, Arrival arrival) {
        ServerHttpRequest request = exchange.getRequest();
        StreamPlace place = places.of(addresses.of(request));
        return Mono.defer(() -> serve(request, called, arrival, place))
                .flatMap(answer -> answers.write(exchange, answer))
                .doFinally(_ -> place.end());
    }

    private Mono<Answer> serve(ServerHttpRequest request, RegistryCall called, Arrival arrival, StreamPlace place) {
        if (!isRead(request)) {
            throw notRead();
        }
        return switch (called) {
            case RegistryCall.Base _ -> Mono.just(BASE);
            case RegistryCall.Within call ->
                switch (call.repository()) {
                    case Repository.Tokened repository -> tokened.serve(repository, call, arrival, request, place);
                    case Repository.Tokenless repository -> tokenless.serve(repository, call, request, place);
                };
        };
    }

    private static Optional<OciException> refusedMethod(ServerWebExchange exchange) {
        return isRead(exchange.getRequest()) ? Optional.empty() : Optional.of(notRead());
    }

    private static boolean isRead(ServerHttpRequest request) {
        return HttpMethod.GET.equals(request.getMethod()) || HttpMethod.HEAD.equals(request.getMethod());
    }

    private static OciException notRead() {
        return new OciException(OciErrorCode.UNSUPPORTED, "images can be pulled here, not pushed or deleted");
    }
}
