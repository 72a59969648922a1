package io.wave.proxy.gateway;

import static org.springframework.web.reactive.function.server.RequestPredicates.GET;

import io.netty.channel.ChannelOption;
import io.wave.egress.TrustingClient;
import io.wave.limit.ConcurrencyLimit;
import io.wave.proxy.address.ClientAddresses;
import io.wave.proxy.requestapi.RequestApiProperties;
import io.wave.security.RootKey;
import io.wave.security.TrustedCertificates;
import java.util.Map;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.cloud.gateway.config.HttpClientCustomizer;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class GatewayConfiguration {

    /** Maximum size of a request body, part of the API. */
    private static final DataSize BODY_LIMIT = DataSize.ofMegabytes(10);

    /** Maximum number of open event streams per replica. */
    private static final int MAX_STREAMS = 500;

    /** Maximum number of open event streams per client address. */
    private static final int MAX_STREAMS_PER_ADDRESS = 20;

    /** Maximum number of connected Platforms per replica. */
    private static final int MAX_PLATFORMS = 100;

    /** Maximum number of connected Platforms per client address. */
    private static final int MAX_PLATFORMS_PER_ADDRESS = 10;

    /** Connections of Platforms. */
    private static final String PAIRING = "/pairing/{service}/token/{token}";

    /** Live updates of the home page. */
    private static final String LIVE = "/view/live";

    @Bean
    EventStreamFilter eventStreams(ClientAddresses addresses) {
        return new EventStreamFilter(new ConcurrencyLimit(MAX_STREAMS, MAX_STREAMS_PER_ADDRESS), addresses::of);
    }

    @Bean
    PairingFilter pairings(
            ClientAddresses addresses,
            RequestApiProperties requestApi,
            RootKey rootKey,
            TrustedCertificates certificates) {
        return new PairingFilter(
                new ConcurrencyLimit(MAX_PLATFORMS, MAX_PLATFORMS_PER_ADDRESS),
                addresses::of,
                requestApi,
                rootKey,
                TrustingClient.of(HttpClient.newConnection(), certificates)
                        .option(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                Math.toIntExact(requestApi.requestApiTimeout().toMillis())));
    }

    @Bean
    RouteLocator publicRoutes(
            RouteLocatorBuilder routes,
            RequestApiProperties requestApi,
            ClientAddresses addresses,
            RootKey rootKey,
            EventStreamFilter eventStreams,
            PairingFilter pairings) {
        ForwardingFilter forwarding = new ForwardingFilter(addresses::of, rootKey, BODY_LIMIT);
        return routes.routes()
                .route(
                        "pairing",
                        route -> route.path(PAIRING)
                                .filters(filters -> filters.filter(pairings))
                                .uri(requestApi.requestApiUrl()))
                .route(
                        "live",
                        route -> route.path(LIVE)
                                .filters(filters -> filters.filter(eventStreams).filter(forwarding))
                                .uri(requestApi.requestApiUrl()))
                .route(
                        "request-api",
                        route -> route.predicate(exchange -> PublicPaths.isPublic(
                                        exchange.getRequest().getPath()))
                                .filters(filters -> filters.filter(forwarding))
                                .uri(requestApi.requestApiUrl()))
                .build();
    }

    /** The certificate of request-api may be of the operator's own authority. */
    @Bean
    HttpClientCustomizer gatewayClient(TrustedCertificates certificates) {
        return client -> ForwardedCall.client(TrustingClient.of(client, certificates));
    }

    /** Responds with 503 as soon as the service starts to stop. */
    @Bean
    RouterFunction<ServerResponse> health(ApplicationAvailability availability) {
        return RouterFunctions.route(GET("/health"), _ -> health(availability.getReadinessState()));
    }

    private static Mono<ServerResponse> health(ReadinessState state) {
        return switch (state) {
            case ACCEPTING_TRAFFIC -> health(HttpStatus.OK, "UP");
            case REFUSING_TRAFFIC -> health(HttpStatus.SERVICE_UNAVAILABLE, "OUT_OF_SERVICE");
        };
    }

    private static Mono<ServerResponse> health(HttpStatus status, String text) {
        return ServerResponse.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("status", text));
    }

    @Bean
    SecurityHeadersFilter securityHeadersFilter() {
        return new SecurityHeadersFilter();
    }

    @Bean
    InternalPathGuard internalPathGuard(RootKey rootKey) {
        return new InternalPathGuard(rootKey);
    }

    @Bean
    AdmissionFilter admissionFilter() {
        return new AdmissionFilter();
    }

    @Bean
    @ConditionalOnBooleanProperty("wave.proxy.api-v1")
    VersionOneFilter versionOneFilter() {
        return new VersionOneFilter();
    }

    @Bean
    ApiErrorHandler apiErrorHandler(JsonMapper json) {
        return new ApiErrorHandler(json);
    }
}
