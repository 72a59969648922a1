package io.wave.proxy.response;

import io.wave.augment.ManifestException;
import io.wave.oci.OciErrorCode;
import io.wave.registry.ContentMismatchException;
import io.wave.registry.RegistryException;
import io.wave.registry.RegistryFailure;
import io.wave.store.ObjectStoreException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
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

/** Answers whatever went wrong in the error shape of the OCI distribution specification. */
public final class ErrorWriter {

    private static final Logger log = LoggerFactory.getLogger(ErrorWriter.class);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration PAUSE = Duration.ofSeconds(5);
    /** A 401 has one, by RFC 9110. No user name of ours helps: the registry behind the image refuses its credentials. */
    private static final String CHALLENGE = "Basic realm=\"the registry of the image\"";

    /** Writes the error, unless an answer has begun: then the connection is cut. */
    public Mono<Void> write(ServerWebExchange exchange, Throwable error) {
        ServerHttpResponse response = exchange.getResponse();
        if (response.isCommitted()) {
            return BrokenAnswers.cut(exchange, error);
        }
        OciException answer = translate(error);
        HttpHeaders headers = response.getHeaders();
        headers.clear();
        AnswerWriter.addCommonHeaders(headers);
        headers.setContentType(MediaType.APPLICATION_JSON);
        answer.retryAfter().ifPresent(pause -> headers.set(HttpHeaders.RETRY_AFTER, seconds(pause)));
        if (error instanceof UnsatisfiableRangeException range) {
            headers.set(HttpHeaders.CONTENT_RANGE, "bytes */" + range.length());
        }
        if (answer.code() == OciErrorCode.UNSUPPORTED) {
            headers.set(HttpHeaders.ALLOW, "GET, HEAD");
        }
        if (answer.status() == HttpStatus.UNAUTHORIZED.value()) {
            headers.set(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
        }
        response.setRawStatusCode(answer.status());
        byte[] body = JSON.writeValueAsBytes(new Body(List.of(new Item(answer.code(), answer.message()))));
        headers.setContentLength(body.length);
        return HttpMethod.HEAD.equals(exchange.getRequest().getMethod())
                ? response.setComplete()
                : response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
    }

    private static OciException translate(Throwable error) {
        return switch (error) {
            case OciException answer -> answer;
            case RegistryException upstream -> translate(upstream);
            case ManifestException invalid ->
                new OciException(OciErrorCode.MANIFEST_INVALID, String.valueOf(invalid.getMessage()));
            case ContentMismatchException wrong ->
                OciException.later(
                        OciErrorCode.UNAVAILABLE, "the registry sent a wrong blob: " + wrong.getMessage(), PAUSE);
            case UnsatisfiableRangeException range ->
                new OciException(OciErrorCode.RANGE_INVALID, String.valueOf(range.getMessage()));
            case ObjectStoreException unavailable ->
                OciException.later(OciErrorCode.UNAVAILABLE, "a layer cannot be read now" + logged(unavailable), PAUSE);
            default -> new OciException(500, OciErrorCode.UNKNOWN, "unexpected error" + logged(error));
        };
    }

    private static OciException translate(RegistryException upstream) {
        String message = String.valueOf(upstream.getMessage());
        return switch (upstream.code()) {
            case TOOMANYREQUESTS, UNAVAILABLE ->
                OciException.later(
                        upstream.failure() == RegistryFailure.BUSY
                                ? upstream.status()
                                : upstream.code().status(),
                        upstream.code(),
                        message,
                        upstream.retryAfter().orElse(PAUSE));
            default -> new OciException(upstream.status(), upstream.code(), message);
        };
    }

    /** The client gets an id, the log the cause beside it. */
    private static String logged(Throwable error) {
        String id = UUID.randomUUID().toString().substring(0, 8);
        log.atError().setCause(error).addKeyValue("errorId", id).log("A registry call failed");
        return ", error id " + id;
    }

    private static String seconds(Duration pause) {
        return Long.toString(Math.max(1, pause.plusMillis(999).toSeconds()));
    }

    private record Body(List<Item> errors) {}

    private record Item(OciErrorCode code, @Nullable String message) {}
}
