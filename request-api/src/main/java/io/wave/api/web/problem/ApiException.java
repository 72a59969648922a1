package io.wave.api.web.problem;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** A request that is answered with an error. The message is for the user: it names the field and the rule. */
public final class ApiException extends RuntimeException {

    /** Messages quote what a client sent. */
    private static final int MAX_MESSAGE = 500;

    private final HttpStatus status;
    private final @Nullable Duration retryAfter;

    private ApiException(HttpStatus status, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "…", cause);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /** 400: the field breaks the rule, such as {@code "must be base64"}. */
    public static ApiException invalid(String field, String rule) {
        return new ApiException(HttpStatus.BAD_REQUEST, field + " " + rule, null, null);
    }

    /** 401: the caller is not known; the answer asks for Basic credentials. */
    public static ApiException unauthorized() {
        return new ApiException(HttpStatus.UNAUTHORIZED, "An account of this service is needed", null, null);
    }

    /**
     * The status of a registry that answered an error: its words and not ours, so nothing is asked of the caller.
     *
     * @param status at least 400
     */
    public static ApiException relayed(int status, String message, @Nullable Duration retryAfter, Throwable cause) {
        HttpStatus known = Optional.ofNullable(HttpStatus.resolve(status)).orElse(HttpStatus.BAD_GATEWAY);
        return new ApiException(known, message, retryAfter, cause);
    }

    /** 404: what was asked for does not exist, or no longer. */
    public static ApiException notFound(String message) {
        return new ApiException(HttpStatus.NOT_FOUND, message, null, null);
    }

    /** 408: the client took too long to send what it began. */
    public static ApiException tooSlow(String message) {
        return new ApiException(HttpStatus.REQUEST_TIMEOUT, message, null, null);
    }

    /** 413: the body is larger than the limit. */
    public static ApiException tooLarge(String message) {
        return new ApiException(HttpStatus.CONTENT_TOO_LARGE, message, null, null);
    }

    /** 415: the body is written in a way that is not read here. */
    public static ApiException unsupportedMediaType(String message) {
        return new ApiException(HttpStatus.UNSUPPORTED_MEDIA_TYPE, message, null, null);
    }

    /** 429: the caller has asked for more than it may. */
    public static ApiException tooMany(String message, Duration retryAfter) {
        return new ApiException(HttpStatus.TOO_MANY_REQUESTS, message, retryAfter, null);
    }

    /** 501: what the field asks for is switched off or not part of this server. */
    public static ApiException unsupported(String field, String reason) {
        return new ApiException(HttpStatus.NOT_IMPLEMENTED, field + " " + reason, null, null);
    }

    /** A server that the answer depends on gave another one, whose status is passed on. */
    public static ApiException upstream(
            int status, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        return new ApiException(HttpStatus.valueOf(status), message, retryAfter, cause);
    }

    /** 503: the service cannot answer now, but will. */
    public static ApiException unavailable(String message, Duration retryAfter, @Nullable Throwable cause) {
        return new ApiException(HttpStatus.SERVICE_UNAVAILABLE, message, retryAfter, cause);
    }

    /** The status of the answer. */
    public HttpStatus status() {
        return status;
    }

    /** Whether it is this service that asks for credentials. */
    boolean asksForAccount() {
        return status == HttpStatus.UNAUTHORIZED && getCause() == null;
    }

    /** After what time the client should try again, where that may help. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
