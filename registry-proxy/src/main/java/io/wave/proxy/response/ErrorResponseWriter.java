package io.wave.proxy.response;

import io.wave.augment.manifest.ManifestException;
import io.wave.oci.OciErrorCode;
import io.wave.registry.blob.ContentMismatchException;
import io.wave.registry.error.RegistryException;
import io.wave.registry.error.RegistryFailure;
import io.wave.store.ObjectStoreException;
import io.wave.tracing.Traces;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Writes errors in the format of the OCI distribution specification. */
public final class ErrorResponseWriter {

    private static final Logger log = LoggerFactory.getLogger(ErrorResponseWriter.class);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    /**
     * Required for a 401 by RFC 9110. No user name helps the client: the registry of the image rejects the configured
     * credentials.
     */
    private static final String CHALLENGE = "Basic realm=\"the registry of the image\"";

    /** Writes the error, or closes the connection if a response has started or the client has disconnected. */
    public Mono<Void> write(ServerWebExchange exchange, Throwable error) {
        ServerHttpResponse response = exchange.getResponse();
        if (response.isCommitted() || AbortedResponses.isDisconnect(exchange, error)) {
            return AbortedResponses.abort(exchange, error);
        }
        OciException translated = translate(error);
        HttpHeaders headers = response.getHeaders();
        headers.clear();
        ResponseWriter.addCommonHeaders(headers);
        headers.setContentType(MediaType.APPLICATION_JSON);
        translated.retryAfter().ifPresent(delay -> headers.set(HttpHeaders.RETRY_AFTER, seconds(delay)));
        if (error instanceof UnsatisfiableRangeException range) {
            headers.set(HttpHeaders.CONTENT_RANGE, "bytes */" + range.length());
        }
        if (translated.code() == OciErrorCode.UNSUPPORTED) {
            headers.set(HttpHeaders.ALLOW, "GET, HEAD");
        }
        if (translated.status() == HttpStatus.UNAUTHORIZED.value()) {
            headers.set(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
        }
        response.setRawStatusCode(translated.status());
        byte[] body = JSON.writeValueAsBytes(new Body(List.of(new Item(translated.code(), translated.message()))));
        headers.setContentLength(body.length);
        return HttpMethod.HEAD.equals(exchange.getRequest().getMethod())
                ? response.setComplete()
                : response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
    }

    private static OciException translate(Throwable error) {
        return switch (error) {
            case OciException known -> known;
            case RegistryException upstream -> translate(upstream);
            case ManifestException invalid ->
                new OciException(OciErrorCode.MANIFEST_INVALID, String.valueOf(invalid.getMessage()));
            case ContentMismatchException mismatch ->
                OciException.withRetryAfter(
                        OciErrorCode.UNAVAILABLE,
                        "invalid blob from the registry: " + mismatch.getMessage(),
                        RETRY_AFTER);
            case UnsatisfiableRangeException range ->
                new OciException(OciErrorCode.RANGE_INVALID, String.valueOf(range.getMessage()));
            case ObjectStoreException unavailable ->
                OciException.withRetryAfter(
                        OciErrorCode.UNAVAILABLE,
                        "layer unavailable: the object store does not respond" + logAndGetId(unavailable),
                        RETRY_AFTER);
            default -> new OciException(500, OciErrorCode.UNKNOWN, "internal error" + logAndGetId(error));
        };
    }

    private static OciException translate(RegistryException upstream) {
        String message = String.valueOf(upstream.getMessage());
        if (upstream.failure() == RegistryFailure.INVALID_ANSWER) {
            return new OciException(upstream.code(), message);
        }
        return switch (upstream.code()) {
            case TOOMANYREQUESTS, UNAVAILABLE ->
                OciException.withRetryAfter(
                        upstream.failure() == RegistryFailure.BUSY
                                ? upstream.status()
                                : upstream.code().status(),
                        upstream.code(),
                        message,
                        upstream.retryAfter().orElse(RETRY_AFTER));
            default -> new OciException(upstream.status(), upstream.code(), message);
        };
    }

    /** The client gets an id, that of the trace if there is one; the log has the cause with the same id. */
    private static String logAndGetId(Throwable error) {
        String id = Traces.errorId();
        log.atError().setCause(error).addKeyValue("errorId", id).log("Registry request failed");
        return ", error id " + id;
    }

    private static String seconds(Duration delay) {
        return Long.toString(Math.max(1, delay.plusMillis(999).toSeconds()));
    }

    private record Body(List<Item> errors) {}

    private record Item(OciErrorCode code, @Nullable String message) {}
}
