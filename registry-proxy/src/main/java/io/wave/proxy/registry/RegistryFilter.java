package io.wave.proxy.registry;

import io.wave.oci.OciErrorCode;
import io.wave.proxy.address.ClientAddresses;
import io.wave.proxy.blob.BlobStreamLimit;
import io.wave.proxy.blob.BlobStreamPermit;
import io.wave.proxy.http.RegistryRequest;
import io.wave.proxy.http.Repository;
import io.wave.proxy.http.RequestContext;
import io.wave.proxy.http.RequestTarget;
import io.wave.proxy.response.ErrorResponseWriter;
import io.wave.proxy.response.OciException;
import io.wave.proxy.response.RegistryResponse;
import io.wave.proxy.response.ResponseWriter;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Handles all requests under {@code /v2}, ahead of Spring's dispatcher and the gateway. */
final class RegistryFilter implements WebFilter, Ordered {

    private static final RegistryResponse BASE = new RegistryResponse.Document("text/plain", "OK", Map.of());

    private final TokenImageHandler tokenImages;
    private final PublicImageHandler publicImages;
    private final BlobStreamLimit limit;
    private final ClientAddresses addresses;
    private final ResponseWriter responses = new ResponseWriter();
    private final ErrorResponseWriter errors = new ErrorResponseWriter();

    RegistryFilter(
            TokenImageHandler tokenImages,
            PublicImageHandler publicImages,
            BlobStreamLimit limit,
            ClientAddresses addresses) {
        this.limit = limit;
        this.addresses = addresses;
        this.tokenImages = tokenImages;
        this.publicImages = publicImages;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE + 2;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        RequestContext context = RequestContext.of(exchange.getRequest());
        return switch (context.target().route()) {
            case RequestTarget.Route.Other _ -> chain.filter(exchange);
            case RequestTarget.Route.Invalid(OciException error) ->
                errors.write(exchange, unsupportedMethod(exchange).orElse(error));
            case RequestTarget.Route.Registry(RegistryRequest request) ->
                Mono.defer(() -> respond(exchange, request, context))
                        .onErrorResume(error -> errors.write(exchange, error));
        };
    }

    private Mono<Void> respond(ServerWebExchange webExchange, RegistryRequest request, RequestContext context) {
        ServerHttpRequest http = webExchange.getRequest();
        BlobStreamPermit permit = limit.permitFor(addresses.of(http));
        return Mono.defer(() -> serve(request, new RegistryExchange(http, context, permit)))
                .flatMap(response -> responses.write(webExchange, response))
                .doFinally(_ -> permit.release());
    }

    private Mono<RegistryResponse> serve(RegistryRequest request, RegistryExchange exchange) {
        if (!isReadMethod(exchange.http())) {
            throw unsupported();
        }
        return switch (request) {
            case RegistryRequest.Base _ -> Mono.just(BASE);
            case RegistryRequest.InRepository resource ->
                switch (resource.repository()) {
                    case Repository.WithToken repository -> tokenImages.serve(repository, resource, exchange);
                    case Repository.WithoutToken repository -> publicImages.serve(repository, resource, exchange);
                };
        };
    }

    private static Optional<OciException> unsupportedMethod(ServerWebExchange exchange) {
        return isReadMethod(exchange.getRequest()) ? Optional.empty() : Optional.of(unsupported());
    }

    private static boolean isReadMethod(ServerHttpRequest request) {
        return HttpMethod.GET.equals(request.getMethod()) || HttpMethod.HEAD.equals(request.getMethod());
    }

    private static OciException unsupported() {
        return new OciException(
                OciErrorCode.UNSUPPORTED, "unsupported method: images can only be pulled from this registry");
    }
}
