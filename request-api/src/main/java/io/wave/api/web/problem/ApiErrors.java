package io.wave.api.web.problem;

import io.wave.messaging.outbox.MessageTooLargeException;
import io.wave.registry.error.RegistryException;
import io.wave.store.ObjectStoreException;
import io.wave.tracing.Traces;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.catalina.connector.ClientAbortException;
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
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import tools.jackson.core.JacksonException;

/**
 * Writes all error responses: {@code {"message": …}}. For a 5xx the client gets an error id, that of the trace if there
 * is one, and the log gets the cause.
 */
@RestControllerAdvice
class ApiErrors extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ApiErrors.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(3);

    @ExceptionHandler
    ResponseEntity<Object> on(ApiException error) {
        if (isDisconnect(error)) {
            logDisconnect(error);
        } else if (error.getCause() != null && error.status().is5xxServerError()) {
            LOG.atWarn().setCause(error.getCause()).log("Request failed: {}", error.getMessage());
        }
        HttpHeaders headers = new HttpHeaders();
        error.challenge().ifPresent(challenge -> headers.set(HttpHeaders.WWW_AUTHENTICATE, challenge));
        error.retryAfter().ifPresent(pause -> headers.set(HttpHeaders.RETRY_AFTER, seconds(pause)));
        return respond(error.status(), String.valueOf(error.getMessage()), headers);
    }

    /** Storage is unavailable; trying again may help. */
    @ExceptionHandler({
        DataAccessException.class,
        TransactionException.class,
        ObjectStoreException.class,
        UncheckedIOException.class
    })
    ResponseEntity<Object> onStore(RuntimeException error) {
        return on(ApiException.unavailable("The storage of the service is unavailable, try again", RETRY_AFTER, error));
    }

    /** Every member is within its limit, but the build command is too large. */
    @ExceptionHandler(MessageTooLargeException.class)
    ResponseEntity<Object> onMessage() {
        return on(
                ApiException.tooLarge(
                        "request: is too large for one build, which may have 256 KB: shorten containerFile, packages and containerConfig"));
    }

    @ExceptionHandler
    ResponseEntity<Object> onRegistry(RegistryException error) {
        if (error.failure().isPermanent()) {
            return on(ApiException.invalid("registry", "cannot be read: " + error.getMessage()));
        }
        Duration pause = error.retryAfter().orElse(RETRY_AFTER);
        return on(ApiException.unavailable("Registry unavailable: " + error.getMessage(), pause, error));
    }

    /** The query or form cannot be parsed: it is not UTF-8, or has too many parameters. */
    @ExceptionHandler(InvalidParameterException.class)
    ResponseEntity<Object> onParameters() {
        return on(
                ApiException.invalid("parameters", "must be URL-encoded UTF-8, and there is a limit on their number"));
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> onUnexpected(Exception error) {
        if (isDisconnect(error)) {
            return noResponse(error);
        }
        Optional<ApiException> known = find(error, ApiException.class);
        if (known.isPresent()) {
            return on(known.get());
        }
        String id = Traces.errorId();
        LOG.atError().addKeyValue("errorId", id).setCause(error).log("Unexpected error");
        return respond(HttpStatus.INTERNAL_SERVER_ERROR, "Unexpected error - Error ID: " + id, new HttpHeaders());
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException error, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        Optional<ApiException> refused = find(error, ApiException.class);
        if (refused.isPresent()) {
            return on(refused.get());
        }
        String message = find(error, JacksonException.class)
                .map(JsonErrorMessages::describe)
                .orElse("body: must be a JSON object");
        return respond(HttpStatus.BAD_REQUEST, message, headers);
    }

    /** Errors that Spring detects: unknown paths, methods, media types, parameters. */
    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception error, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (isDisconnect(error)) {
            return noResponse(error);
        }
        HttpStatus known =
                Optional.ofNullable(HttpStatus.resolve(status.value())).orElse(HttpStatus.BAD_REQUEST);
        if (known.is5xxServerError()) {
            LOG.atError().setCause(error).log("Request failed");
        }
        return respond(known, words(error).orElse(known.getReasonPhrase()), headers);
    }

    /** Paths and methods are not repeated: they may be long. */
    private static Optional<String> words(Exception error) {
        return switch (error) {
            case NoHandlerFoundException _, NoResourceFoundException _ ->
                Optional.of("path: does not exist; the API is described at /openapi/index.html");
            case HttpRequestMethodNotSupportedException other ->
                choice("method", Stream.ofNullable(other.getSupportedMethods()).flatMap(Arrays::stream));
            case HttpMediaTypeNotSupportedException other ->
                choice(
                        "Content-Type",
                        other.getSupportedMediaTypes().stream()
                                .filter(MediaType::isConcrete)
                                .map(MediaType::toString));
            default -> Optional.empty();
        };
    }

    private static Optional<String> choice(String part, Stream<String> supported) {
        String names = supported.distinct().sorted().collect(Collectors.joining(" or "));
        return names.isEmpty() ? Optional.empty() : Optional.of("%s: must be %s".formatted(part, names));
    }

    /** A client that disconnects is not an error, and nothing can be sent to it. */
    private static boolean isDisconnect(Exception error) {
        return find(error, ClientAbortException.class).isPresent();
    }

    private static @Nullable ResponseEntity<Object> noResponse(Exception error) {
        logDisconnect(error);
        return null;
    }

    private static void logDisconnect(Exception error) {
        LOG.atDebug().addKeyValue("cause", error.toString()).log("Client disconnected");
    }

    private static <T extends Throwable> Optional<T> find(Throwable error, Class<T> type) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }

    private static ResponseEntity<Object> respond(HttpStatusCode status, String message, HttpHeaders headers) {
        return ResponseEntity.status(status)
                .headers(headers)
                .contentType(MediaType.APPLICATION_JSON)
                .body(new ApiError(message));
    }

    private static String seconds(Duration pause) {
        return Long.toString(Math.max(1, pause.plusMillis(999).toSeconds()));
    }
}
