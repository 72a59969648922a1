package io.wave.proxy.gateway;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/**
 * Serves the proposed version 1 of Wave's API by rewriting its paths to those of the alpha versions, whose operations and bodies are
 * the same. Successful deletions are answered with 204.
 */
final class VersionOneFilter implements WebFilter, Ordered {

    private static final String PREFIX = "/w1/";

    private static final List<Route> ROUTES = List.of(
            new Route("/w1/containers", "/v1alpha2/container"),
            new Route("/w1/containers/{id}", "/v1alpha2/container/{id}"),
            new Route("/w1/containers/{id}/status", "/v1alpha2/container/{id}/status"),
            new Route("/w1/containers/{id}/lease", "/v1alpha2/container/{id}/lease"),
            new Route("/w1/builds/{id}", "/v1alpha1/builds/{id}"),
            new Route("/w1/builds/{id}/status", "/v1alpha1/builds/{id}/status"),
            new Route("/w1/builds/{id}/logs", "/v1alpha1/builds/{id}/logs"),
            new Route("/w1/builds/{id}/condalock", "/v1alpha1/builds/{id}/condalock"),
            new Route("/w1/mirrors/{id}", "/v1alpha1/mirrors/{id}"),
            new Route("/w1/mirrors/{id}/logs", "/v1alpha1/mirrors/{id}/logs"),
            new Route("/w1/scans", "/v1alpha1/scans"),
            new Route("/w1/scans/{id}", "/v1alpha1/scans/{id}"),
            new Route("/w1/scans/{id}/logs", "/v1alpha1/scans/{id}/logs"),
            new Route("/w1/scans/{id}/spdx", "/v1alpha1/scans/{id}/spdx"),
            new Route("/w1/inspections", "/v1alpha1/inspect"),
            new Route("/w1/credentials/validate", "/v1alpha2/validate-creds"),
            new Route("/w1/service-info", "/service-info"));

    private static final Route DELETED_CONTAINER = new Route("/w1/containers/{id}", "/container-token/{id}");

    /** After the limits of requests, which apply to the paths that clients send, and before the routes. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 2;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        boolean isDeletion = HttpMethod.DELETE.equals(request.getMethod());
        return alphaPath(request.getPath(), isDeletion)
                .map(path -> {
                    if (isDeletion) {
                        exchange.getResponse()
                                .beforeCommit(() -> Mono.fromRunnable(() -> withoutBody(exchange.getResponse())));
                    }
                    return exchange.mutate()
                            .request(changed -> changed.path(path))
                            .build();
                })
                .map(chain::filter)
                .orElseGet(() -> chain.filter(exchange));
    }

    /** Paths that are not plain stay as they are, and are not found. */
    private static Optional<String> alphaPath(PathContainer path, boolean isDeletion) {
        if (!path.value().startsWith(PREFIX) || !PublicPaths.isPlain(path.value())) {
            return Optional.empty();
        }
        Optional<String> deleted = isDeletion ? DELETED_CONTAINER.apply(path) : Optional.empty();
        return deleted.or(() ->
                ROUTES.stream().flatMap(route -> route.apply(path).stream()).findFirst());
    }

    private static void withoutBody(ServerHttpResponse response) {
        if (response.getStatusCode() == HttpStatus.OK) {
            response.setStatusCode(HttpStatus.NO_CONTENT);
            response.getHeaders().remove(HttpHeaders.CONTENT_LENGTH);
        }
    }

    private record Route(PathPattern pattern, String alpha) {

        Route(String path, String alpha) {
            this(PathPatternParser.defaultInstance.parse(path), alpha);
        }

        Optional<String> apply(PathContainer path) {
            return Optional.ofNullable(pattern.matchAndExtract(path)).map(found -> expanded(found.getUriVariables()));
        }

        private String expanded(Map<String, String> variables) {
            return UriComponentsBuilder.fromPath(alpha)
                    .buildAndExpand(variables)
                    .toUriString();
        }
    }
}
