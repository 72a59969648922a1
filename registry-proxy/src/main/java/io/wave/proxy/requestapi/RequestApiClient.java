package io.wave.proxy.requestapi;

import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.wave.egress.TrustingClient;
import io.wave.image.Digest;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.oci.OciErrorCode;
import io.wave.registry.error.RegistryException;
import io.wave.security.InternalApi;
import io.wave.security.RootKey;
import io.wave.security.TrustedCertificates;
import io.wave.token.ContainerToken;
import io.wave.token.RequestRecord;
import io.wave.tracing.Traces;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.ByteBufMono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Client of request-api's internal API: reads from PostgreSQL what Redis does not have. A 404 is an empty result; if
 * request-api does not respond, the error is a {@link RegistryException} with {@code UNAVAILABLE}.
 */
public final class RequestApiClient implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RequestApiClient.class);

    private static final int MAX_CONNECTIONS = 32;
    private static final int MAX_WAITING = 20_000;
    private static final int CONNECT_TIMEOUT_MILLIS = 2_000;
    /**
     * Shorter than the 20 s after which Tomcat closes an idle connection: a POST must not use a connection that is
     * being closed.
     */
    private static final Duration MAX_IDLE = Duration.ofSeconds(10);
    /** As for forwarded requests: a replica that is to stop gets no new connections some seconds before. */
    private static final Duration MAX_LIFE = Duration.ofSeconds(3);

    private final ConnectionProvider connections = ConnectionProvider.builder("request-api")
            .maxConnections(MAX_CONNECTIONS)
            .pendingAcquireMaxCount(MAX_WAITING)
            .maxIdleTime(MAX_IDLE)
            .maxLifeTime(MAX_LIFE)
            .build();
    private final HttpClient http;
    private final Traces traces;
    private final JsonMapper json;
    private final Duration timeout;

    /** Creates a client, to be closed by its owner. */
    public RequestApiClient(
            RequestApiProperties properties,
            RootKey rootKey,
            TrustedCertificates certificates,
            Traces traces,
            JsonMapper json) {
        this.http = TrustingClient.of(HttpClient.create(connections), certificates)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .baseUrl(properties.requestApiUrl().toString())
                .headers(headers -> headers.set(InternalApi.KEY_HEADER, rootKey.internalSecret())
                        .set(HttpHeaderNames.ACCEPT, HttpHeaderValues.APPLICATION_JSON));
        this.traces = traces;
        this.json = json;
        this.timeout = properties.requestApiTimeout();
    }

    /** The container request of a token that was not revoked. It may have expired. */
    public Mono<RequestRecord> findRequest(ContainerToken token) {
        return get(InternalApi.REQUESTS + "/" + token, RequestRecord.class);
    }

    /** The record of a job, even if its target has a newer one. */
    public Mono<JobRecord> findJob(JobKind kind, String id) {
        return get(InternalApi.JOBS + "/" + kind + "/" + id, JobRecord.class);
    }

    /** Pins the source of a container request; returns the pinned digest. */
    public Mono<Digest> pinSource(ContainerToken token, Digest digest) {
        String path = InternalApi.REQUESTS + "/" + token + "/" + InternalApi.SOURCE_DIGEST;
        return Mono.fromCallable(() -> json.writeValueAsString(new SourceDigest(digest)))
                .flatMap(body -> traced(
                        "POST",
                        trace -> withTimeout(with(trace)
                                .headers(headers ->
                                        headers.set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON))
                                .post()
                                .uri(path)
                                .send(ByteBufFlux.fromString(Mono.just(body)))
                                .responseSingle((response, content) -> read(response, content, SourceDigest.class)))))
                .map(SourceDigest::digest);
    }

    /** Renews the token of a container request; empty if it has ended. */
    public Mono<RequestRecord> renew(ContainerToken token) {
        String path = InternalApi.REQUESTS + "/" + token + "/" + InternalApi.LEASE;
        return traced(
                "POST",
                trace -> withTimeout(with(trace)
                        .post()
                        .uri(path)
                        .responseSingle((response, body) -> read(response, body, RequestRecord.class))));
    }

    @Override
    public void close() {
        connections.dispose();
    }

    private <T> Mono<T> get(String path, Class<T> type) {
        return traced(
                "GET",
                trace -> withTimeout(
                        with(trace).get().uri(path).responseSingle((response, body) -> read(response, body, type))));
    }

    private <T> Mono<T> traced(String method, Function<Map<String, String>, Mono<T>> call) {
        return traces.internal(method + " request-api", "request-api", call);
    }

    private HttpClient with(Map<String, String> trace) {
        return trace.isEmpty() ? http : http.headers(headers -> trace.forEach(headers::set));
    }

    private <T> Mono<T> read(HttpClientResponse response, ByteBufMono body, Class<T> type) {
        HttpResponseStatus status = response.status();
        if (status.equals(HttpResponseStatus.NOT_FOUND)) {
            return Mono.empty();
        }
        if (!status.equals(HttpResponseStatus.OK)) {
            return Mono.error(new IllegalStateException("HTTP status " + status.code()));
        }
        return body.asByteArray().map(bytes -> json.readValue(bytes, type));
    }

    private <T> Mono<T> withTimeout(Mono<T> call) {
        return call.timeout(timeout).onErrorMap(RequestApiClient::toUnavailable);
    }

    private static RegistryException toUnavailable(Throwable cause) {
        if (cause instanceof JacksonException) {
            log.atError().addKeyValue("cause", cause.getMessage()).log("Response of request-api cannot be parsed");
        } else {
            log.atDebug().addKeyValue("cause", cause.toString()).log("request-api did not respond");
        }
        return new RegistryException(
                OciErrorCode.UNAVAILABLE, 0, "service unavailable: request-api does not respond, try again later");
    }

    private record SourceDigest(Digest digest) {}
}
