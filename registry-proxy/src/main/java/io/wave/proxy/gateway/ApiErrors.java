package io.wave.proxy.gateway;

import io.wave.proxy.response.BrokenAnswers;
import io.wave.proxy.response.ErrorWriter;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
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
 * Answers what fails outside the registry API as {@code {"message": …}}, and what fails under {@code /v2} in the shape of
 * the registry API. Nothing goes on to the framework, which would log the path and with it the token.
 */
@Order(-2)
final class ApiErrors implements ErrorWebExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ApiErrors.class);
    private static final String COME_AGAIN_SECONDS = "5";

    private final JsonMapper json;
    private final ErrorWriter registryErrors = new ErrorWriter();

    ApiErrors(JsonMapper json) {
        this.json = json;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
        ServerHttpResponse response = exchange.getResponse();
        if (response.isCommitted()) {
            return BrokenAnswers.cut(exchange, error);
        }
        if (RegistryPaths.contain(exchange) && !(error instanceof ResponseStatusException)) {
            return registryErrors.write(exchange, error);
        }
        if (error instanceof IOException) {
            // request-api was not reached, or it was cut off.
            response.getHeaders().set(HttpHeaders.RETRY_AFTER, COME_AGAIN_SECONDS);
            return answer(response, HttpStatus.SERVICE_UNAVAILABLE, "the service is restarting, please try again");
        }
        if (error instanceof ResponseStatusException status) {
            return answer(response, status.getStatusCode(), text(status));
        }
        return answer(response, HttpStatus.INTERNAL_SERVER_ERROR, "unexpected error, id " + logged(error));
    }

    private static String text(ResponseStatusException error) {
        if (error instanceof BodyTooLargeException || error instanceof TooManyCallsException) {
            return String.valueOf(error.getReason());
        }
        HttpStatus known = HttpStatus.resolve(error.getStatusCode().value());
        return known == null ? error.getStatusCode().toString() : known.getReasonPhrase();
    }

    private static String logged(Throwable error) {
        String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong(), 12);
        log.atError().addKeyValue("errorId", id).setCause(error).log("A request failed unexpectedly");
        return id;
    }

    private Mono<Void> answer(ServerHttpResponse response, HttpStatusCode status, String message) {
        response.setStatusCode(status);
        response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        byte[] body = json.writeValueAsBytes(Map.of("message", message));
        response.getHeaders().setContentLength(body.length);
        DataBuffer buffer = response.bufferFactory().wrap(body);
        return response.writeWith(Mono.just(buffer));
    }
}
