package io.wave.api.image;

import io.wave.api.web.problem.ApiException;
import io.wave.image.ImageReference;
import io.wave.oci.OciErrorCode;
import io.wave.registry.error.RegistryException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Converts failures of registries to errors for the caller. If the caller named a host that cannot be contacted or an
 * image that cannot be used, the status is 400, since clients retry 5xx errors for minutes. If the registry is
 * temporarily unavailable (429, 5xx, or no response in time), the status is 503 with {@code Retry-After}.
 */
final class RegistryErrors {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private RegistryErrors() {}

    /** @param field the field in the request */
    static ApiException of(String field, RegistryException failure) {
        return of(field, String.valueOf(failure.getMessage()), failure);
    }

    /** @param field the field in the request */
    static ApiException of(String field, ImageReference image, RegistryException failure) {
        return of("%s: '%s'".formatted(field, image), reason(image, failure), failure);
    }

    private static ApiException of(String subject, String reason, RegistryException failure) {
        return switch (failure.failure()) {
            case FORBIDDEN_ADDRESS -> ApiException.invalid(subject, reason);
            case UNKNOWN_HOST, UNREACHABLE, UNTRUSTED, INVALID_ANSWER ->
                ApiException.invalid(unreadable(subject), reason);
            case RATE_LIMITED, SERVER_ERROR, TIMEOUT, BROKEN, LOGIN, BUSY -> unavailable(subject, reason, failure);
            case REFUSED, OTHER ->
                failure.code() == OciErrorCode.UNAVAILABLE
                        ? unavailable(subject, reason, failure)
                        : ApiException.upstream(failure.status(), subject + ": " + reason, null, failure);
        };
    }

    /** The message of the failure without the repository, for a message that contains the name of the image. */
    static String reason(ImageReference image, RegistryException failure) {
        String message = String.valueOf(failure.getMessage());
        String repository = image.name() + ": ";
        return message.startsWith(repository) ? message.substring(repository.length()) : message;
    }

    /** The same for a repository of this installation, where the caller cannot correct anything. */
    static ApiException ofOwn(String repository, RegistryException failure) {
        return unavailable(
                "the service's repository '%s'".formatted(repository), String.valueOf(failure.getMessage()), failure);
    }

    /** For a registry that did not respond in time. */
    static ApiException timedOut(String field, @Nullable Throwable cause) {
        return ApiException.unavailable(
                field + ": cannot be read: the registry did not respond in time", RETRY_AFTER, cause);
    }

    private static ApiException unavailable(String subject, String reason, RegistryException failure) {
        return ApiException.unavailable(
                "%s: %s".formatted(unreadable(subject), reason),
                failure.retryAfter().orElse(RETRY_AFTER),
                failure);
    }

    /** With the name of an image or repository: without a second colon. */
    private static String unreadable(String subject) {
        return subject.endsWith("'") ? subject + " cannot be read" : subject + ": cannot be read";
    }
}
