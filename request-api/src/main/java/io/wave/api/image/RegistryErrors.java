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

    /** @param field the field in the request, with the image name if the message of the failure does not contain it */
    static ApiException of(String field, RegistryException failure) {
        return switch (failure.failure()) {
            case FORBIDDEN_ADDRESS -> ApiException.invalid(field, "is not allowed: " + failure.getMessage());
            case UNKNOWN_HOST, UNREACHABLE, UNTRUSTED, INVALID_ANSWER ->
                ApiException.invalid(field, "cannot be read: " + failure.getMessage());
            case RATE_LIMITED, SERVER_ERROR, TIMEOUT, BROKEN, BUSY -> unavailable(field, failure);
            case REFUSED, OTHER ->
                failure.code() == OciErrorCode.UNAVAILABLE
                        ? unavailable(field, failure)
                        : ApiException.upstream(failure.status(), field + ": " + failure.getMessage(), null, failure);
        };
    }

    /** @param field the field in the request */
    static ApiException of(String field, ImageReference image, RegistryException failure) {
        return of(failure.isForbiddenAddress() ? field : "%s: '%s'".formatted(field, image), failure);
    }

    /** The same for a repository of this installation, where the caller cannot correct anything. */
    static ApiException ofOwn(String repository, RegistryException failure) {
        return unavailable("the service's repository '%s'".formatted(repository), failure);
    }

    /** For a registry that did not respond in time. */
    static ApiException timedOut(String field, @Nullable Throwable cause) {
        return ApiException.unavailable(
                field + ": cannot be read: the registry did not respond in time", RETRY_AFTER, cause);
    }

    private static ApiException unavailable(String field, RegistryException failure) {
        return ApiException.unavailable(
                "%s: cannot be read: %s".formatted(field, failure.getMessage()),
                failure.retryAfter().orElse(RETRY_AFTER),
                failure);
    }
}
