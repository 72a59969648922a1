package io.wave.api.web.problem;

import io.wave.messaging.outbox.MessageTooLargeException;
import io.wave.registry.error.RegistryException;
import io.wave.store.ObjectStoreException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;

/** The one place that answers errors: {@code {"message": …}} as JSON; of a 5xx the client sees an id, the log the cause. */
@RestControllerAdvice
class ApiErrors extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ApiErrors.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(3);
    private static final SecureRandom RANDOM = new SecureRandom();

    @ExceptionHandler
    ResponseEntity<Object> on(ApiException error) {
        if (error.getCause() != null && error.status().is5xxServerError()) {
            LOG.atWarn().setCause(error.getCause()).log("A request could not be answered: {}", error.getMessage());
        }
        HttpHeaders headers = new HttpHeaders();
        if (error.asksForAccount()) {
            headers.set(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=Wave Authentication");
        }
        error.retryAfter().ifPresent(pause -> headers.set(HttpHeaders.RETRY_AFTER, seconds(pause)));
        return answer(error.status(), String.valueOf(error.getMessage()), headers);
    }

    /** The truth cannot be read or written now: not the request's fault, and worth another try. */
    @ExceptionHandler({
        DataAccessException.class,
        TransactionException.class,
        ObjectStoreException.class,
        UncheckedIOException.class
    })
    ResponseEntity<Object> onStore(RuntimeException error) {
        return on(
                ApiException.unavailable("The service cannot reach its storage, please try again", RETRY_AFTER, error));
    }

    /** Each member keeps its limit, but all together are more than a worker can be told. */
    @ExceptionHandler(MessageTooLargeException.class)
    ResponseEntity<Object> onMessage() {
        return on(ApiException.tooLarge("The request is larger than a worker can be told"));
    }

    @ExceptionHandler
    ResponseEntity<Object> onRegistry(RegistryException error) {
        if (error.failure().isOfAddress()) {
            return on(ApiException.invalid("A registry", "cannot be read: " + error.getMessage()));
        }
        Duration pause = error.retryAfter().orElse(RETRY_AFTER);
        return on(ApiException.unavailable("A registry did not answer: " + error.getMessage(), pause, error));
    }

    /** The server cannot read the query or form: {@code %ff} is no UTF-8, or there are more parameters than it takes. */
    @ExceptionHandler(InvalidParameterException.class)
    ResponseEntity<Object> onParameters() {
        return on(ApiException.invalid("A parameter", "must be UTF-8 text in URL encoding, and one of not too many"));
    }

    @ExceptionHandler
    ResponseEntity<Object> onUnexpected(Exception error) {
        Optional<ApiException> known = find(error, ApiException.class);
        if (known.isPresent()) {
            return on(known.get());
        }
        String id = HexFormat.of().toHexDigits(RANDOM.nextLong(), 12);
        LOG.atError().addKeyValue("errorId", id).setCause(error).log("Unexpected error");
        return answer(HttpStatus.INTERNAL_SERVER_ERROR, "Unexpected error - Error ID: " + id, new HttpHeaders());
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException error, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        Optional<ApiException> refused = find(error, ApiException.class);
        if (refused.isPresent()) {
            return on(refused.get());
        }
        String message =
                find(error, JacksonException.class).map(JsonProblem::describe).orElse("the body must be a JSON object");
        return answer(HttpStatus.BAD_REQUEST, message, headers);
    }

    /** All that Spring itself refuses: unknown paths, methods, media types, parameters. */
    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception error, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        HttpStatus known =
                Optional.ofNullable(HttpStatus.resolve(status.value())).orElse(HttpStatus.BAD_REQUEST);
        if (known.is5xxServerError()) {
            LOG.atError().setCause(error).log("A request could not be answered");
        }
        return answer(known, known.getReasonPhrase(), headers);
    }

    private static <T extends Throwable> Optional<T> find(Throwable error, Class<T> type) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }

    private static ResponseEntity<Object> answer(HttpStatusCode status, String message, HttpHeaders headers) {
        return ResponseEntity.status(status)
                .headers(headers)
                .contentType(MediaType.APPLICATION_JSON)
                .body(new ApiError(message));
    }

    private static String seconds(Duration pause) {
        return Long.toString(Math.max(1, pause.plusMillis(999).toSeconds()));
    }
}
