package io.wave.api.web.problem;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** An error response. The message is for the user: it names the field and the rule. */
public final class ApiException extends RuntimeException {

    /** Messages contain values that a client sent. */
    private static final int MAX_MESSAGE = 500;
    /** Characters that would end a line or change the text before them; they are escaped. */
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\u2028\\u2029]");

    private static final String OPERATOR = "the API token or the user name and password of an operator";

    private final HttpStatus status;
    private final @Nullable Duration retryAfter;
    private final @Nullable String challenge;

    private ApiException(HttpStatus status, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        this(status, message, retryAfter, null, cause);
    }

    private ApiException(
            HttpStatus status,
            String message,
            @Nullable Duration retryAfter,
            @Nullable String challenge,
            @Nullable Throwable cause) {
        super(shown(message), cause);
        this.status = status;
        this.retryAfter = retryAfter;
        this.challenge = challenge;
    }

    private static String shown(String message) {
        String shortened = message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "…";
        return CONTROL.matcher(shortened).replaceAll(found -> Matcher.quoteReplacement(escaped(found.group())));
    }

    private static String escaped(String control) {
        return switch (control) {
            case "\n" -> "\\n";
            case "\r" -> "\\r";
            case "\t" -> "\\t";
            default -> "\\u%04x".formatted((int) control.charAt(0));
        };
    }

    /** 400: the field violates the rule, such as {@code "must be base64"}. */
    public static ApiException invalid(String field, String rule) {
        return new ApiException(HttpStatus.BAD_REQUEST, field + ": " + rule, null, null);
    }

    /** 401: authentication is required; the response asks for Basic credentials of an operator. */
    public static ApiException unauthorized() {
        return unauthorized("authentication required: send " + OPERATOR);
    }

    /** 401: the user who made the request, or an operator, is required. */
    public static ApiException ownerRequired() {
        return unauthorized(
                "authentication required: send the API token of the user who made the request, or " + OPERATOR);
    }

    /** 401: the API token of a caller who may read the images is required. */
    public static ApiException readerRequired() {
        return tokenRequired(
                "authentication required, since this was read from images that not everybody may read: send"
                        + " the API token of a user who can read them, of the user who made the request, or of an operator as a"
                        + " bearer token (a user name and password are not accepted here)");
    }

    private static ApiException unauthorized(String message) {
        return new ApiException(HttpStatus.UNAUTHORIZED, message, null, "Basic realm=Wave Authentication", null);
    }

    /** 403: the caller is known, but may not do this. */
    public static ApiException forbidden(String reason) {
        return new ApiException(HttpStatus.FORBIDDEN, "access denied: " + reason, null, null);
    }

    /** 401: an API token is required, or the one in the request is unknown; the response asks for a token. */
    public static ApiException tokenRequired(String message) {
        return new ApiException(HttpStatus.UNAUTHORIZED, message, null, "Bearer realm=\"Wave\"", null);
    }

    /** 401: the token in the request is not accepted, as the response says by the rules of RFC 6750. */
    public static ApiException tokenInvalid(String message) {
        return new ApiException(
                HttpStatus.UNAUTHORIZED, message, null, "Bearer realm=\"Wave\", error=\"invalid_token\"", null);
    }

    /**
     * An error of a registry with its status; it does not ask the caller for credentials of this service.
     *
     * @param status at least 400
     */
    public static ApiException relayed(int status, String message, @Nullable Duration retryAfter, Throwable cause) {
        HttpStatus known = Optional.ofNullable(HttpStatus.resolve(status)).orElse(HttpStatus.BAD_GATEWAY);
        return new ApiException(known, message, retryAfter, cause);
    }

    /** 404: the resource does not exist, or no longer. */
    public static ApiException notFound(String message) {
        return new ApiException(HttpStatus.NOT_FOUND, message, null, null);
    }

    /** 408: the client was too slow to send the request. */
    public static ApiException tooSlow(String message) {
        return new ApiException(HttpStatus.REQUEST_TIMEOUT, message, null, null);
    }

    /** 409: the state of the resource does not allow the request. */
    public static ApiException conflict(String message) {
        return new ApiException(HttpStatus.CONFLICT, message, null, null);
    }

    /** 413: the body is too large. */
    public static ApiException tooLarge(String message) {
        return new ApiException(HttpStatus.CONTENT_TOO_LARGE, message, null, null);
    }

    /** 415: the format of the body is not supported. */
    public static ApiException unsupportedMediaType(String message) {
        return new ApiException(HttpStatus.UNSUPPORTED_MEDIA_TYPE, message, null, null);
    }

    /** 429: the caller has exceeded a limit. */
    public static ApiException tooMany(String message, Duration retryAfter) {
        return new ApiException(HttpStatus.TOO_MANY_REQUESTS, message, retryAfter, null);
    }

    /** 501: a feature is disabled or not supported. */
    public static ApiException unsupported(String field, String reason) {
        return new ApiException(HttpStatus.NOT_IMPLEMENTED, field + ": " + reason, null, null);
    }

    /** An error of another server, with its status. */
    public static ApiException upstream(
            int status, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        return new ApiException(HttpStatus.valueOf(status), message, retryAfter, cause);
    }

    /** 503: the service is temporarily unavailable. */
    public static ApiException unavailable(String message, Duration retryAfter, @Nullable Throwable cause) {
        return new ApiException(HttpStatus.SERVICE_UNAVAILABLE, message, retryAfter, cause);
    }

    /** The status of the response. */
    public HttpStatus status() {
        return status;
    }

    /** The challenge of this service, if it asks for credentials. */
    Optional<String> challenge() {
        return Optional.ofNullable(challenge);
    }

    /** The time after which the client should try again, if that may help. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
