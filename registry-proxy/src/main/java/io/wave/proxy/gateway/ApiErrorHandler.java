package io.wave.proxy.gateway;

import io.wave.proxy.http.RequestContext;
import io.wave.proxy.response.AbortedResponses;
import io.wave.proxy.response.ErrorResponseWriter;
import io.wave.tracing.Traces;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Responds to errors of the API with {@code {"message": …}}, and to errors under {@code /v2} in the format of the
 * registry API. No error reaches Spring's default handler, which would log the path and with it the token.
 */
@Order(-2)
final class ApiErrorHandler implements ErrorWebExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ApiErrorHandler.class);
    private static final String RETRY_AFTER_SECONDS = "5";
    /** As in request-api. Paths are not repeated: they may be long. */
    private static final String NO_PATH = "path: does not exist; the API is described at /openapi/index.html";

    private final JsonMapper json;
    private final ErrorResponseWriter registryErrors = new ErrorResponseWriter();

    ApiErrorHandler(JsonMapper json) {
        this.json = json;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
        ServerHttpResponse response = exchange.getResponse();
        if (response.isCommitted() || AbortedResponses.isDisconnect(exchange, error)) {
            return AbortedResponses.abort(exchange, error);
        }
        if (RequestContext.of(exchange.getRequest()).target().isRegistryPath()
                && !(error instanceof ResponseStatusException)) {
            return registryErrors.write(exchange, error);
        }
        if (error instanceof IOException) {
            // request-api is unreachable, or it has closed the connection.
            response.getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
            return respond(
                    response,
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "service unavailable: request-api does not respond, try again later");
        }
        if (error instanceof ResponseStatusException status) {
            return respond(response, status.getStatusCode(), text(status));
        }
        return respond(response, HttpStatus.INTERNAL_SERVER_ERROR, "internal error, error id " + logAndGetId(error));
    }

    private static String text(ResponseStatusException error) {
        if (error instanceof BodyTooLargeException
                || error instanceof TooManyRequestsException
                || error instanceof PairingRefusedException) {
            return String.valueOf(error.getReason());
        }
        HttpStatus known = HttpStatus.resolve(error.getStatusCode().value());
        if (known == HttpStatus.NOT_FOUND) {
            return NO_PATH;
        }
        return known == null ? error.getStatusCode().toString() : known.getReasonPhrase();
    }

    private static String logAndGetId(Throwable error) {
        String id = Traces.errorId();
        log.atError().addKeyValue("errorId", id).setCause(error).log("Request failed");
        return id;
    }

    private Mono<Void> respond(ServerHttpResponse response, HttpStatusCode status, String message) {
        response.setStatusCode(status);
        response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        byte[] body = json.writeValueAsBytes(Map.of("message", message));
        response.getHeaders().setContentLength(body.length);
        DataBuffer buffer = response.bufferFactory().wrap(body);
        return response.writeWith(Mono.just(buffer));
    }
}
