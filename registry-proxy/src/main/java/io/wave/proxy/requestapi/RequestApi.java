package io.wave.proxy.requestapi;

import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.wave.image.Digest;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.oci.OciErrorCode;
import io.wave.registry.RegistryException;
import io.wave.security.InternalApi;
import io.wave.security.RootKey;
import io.wave.token.ContainerToken;
import io.wave.token.RequestRecord;
import java.time.Duration;
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
 * Client of request-api's internal interface: what PostgreSQL knows, asked when Redis does not. Each answer is empty for
 * a 404, and a {@link RegistryException} with {@code UNAVAILABLE} when request-api did not give one.
 */
public final class RequestApi implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RequestApi.class);

    private static final int MAX_CONNECTIONS = 32;
    private static final int MAX_WAITING = 20_000;
    private static final int CONNECT_TIMEOUT_MILLIS = 2_000;
    /** Below the 20 s after which Tomcat closes an idle connection: a pin must not meet a closing one. */
    private static final Duration MAX_IDLE = Duration.ofSeconds(10);

    private final ConnectionProvider connections = ConnectionProvider.builder("request-api")
            .maxConnections(MAX_CONNECTIONS)
            .pendingAcquireMaxCount(MAX_WAITING)
            .maxIdleTime(MAX_IDLE)
            .build();
    private final HttpClient http;
    private final JsonMapper json;
    private final Duration timeout;

    /** A client that is closed by its owner. */
    public RequestApi(RequestApiProperties properties, RootKey rootKey, JsonMapper json) {
        this.http = HttpClient.create(connections)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .baseUrl(properties.requestApiUrl().toString())
                .headers(headers -> headers.set(InternalApi.KEY_HEADER, rootKey.internalSecret())
                        .set(HttpHeaderNames.ACCEPT, HttpHeaderValues.APPLICATION_JSON));
        this.json = json;
        this.timeout = properties.requestApiTimeout();
    }

    /** The live request of a token. */
    public Mono<RequestRecord> request(ContainerToken token) {
        return get(InternalApi.REQUESTS + "/" + token, RequestRecord.class);
    }

    /** What became of a job, whatever its target does now. */
    public Mono<JobRecord> job(JobKind kind, String id) {
        return get(InternalApi.JOBS + "/" + kind + "/" + id, JobRecord.class);
    }

    /** Pins the source of a request; gives the digest that is pinned. */
    public Mono<Digest> pin(ContainerToken token, Digest digest) {
        String path = InternalApi.REQUESTS + "/" + token + "/" + InternalApi.SOURCE_DIGEST;
        return Mono.fromCallable(() -> json.writeValueAsString(new SourceDigest(digest)))
                .flatMap(body -> guard(http.headers(
                                headers -> headers.set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON))
                        .post()
                        .uri(path)
                        .send(ByteBufFlux.fromString(Mono.just(body)))
                        .responseSingle((response, content) -> read(response, content, SourceDigest.class))))
                .map(SourceDigest::digest);
    }

    @Override
    public void close() {
        connections.dispose();
    }

    private <T> Mono<T> get(String path, Class<T> type) {
        return guard(http.get().uri(path).responseSingle((response, body) -> read(response, body, type)));
    }

    private <T> Mono<T> read(HttpClientResponse response, ByteBufMono body, Class<T> type) {
        HttpResponseStatus status = response.status();
        if (status.equals(HttpResponseStatus.NOT_FOUND)) {
            return Mono.empty();
        }
        if (!status.equals(HttpResponseStatus.OK)) {
            return Mono.error(new IllegalStateException("answered " + status.code()));
        }
        return body.asByteArray().map(bytes -> json.readValue(bytes, type));
    }

    private <T> Mono<T> guard(Mono<T> call) {
        return call.timeout(timeout).onErrorMap(RequestApi::unavailable);
    }

    private static RegistryException unavailable(Throwable cause) {
        if (cause instanceof JacksonException) {
            log.atError().addKeyValue("cause", cause.getMessage()).log("An answer of request-api is not understood");
        } else {
            log.atDebug().addKeyValue("cause", cause.toString()).log("request-api did not answer");
        }
        return new RegistryException(OciErrorCode.UNAVAILABLE, 0, "the service is not complete at the moment");
    }

    private record SourceDigest(Digest digest) {}
}
