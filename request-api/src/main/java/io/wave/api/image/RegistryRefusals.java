package io.wave.api.image;

import io.wave.api.web.problem.ApiException;
import io.wave.image.ImageReference;
import io.wave.oci.OciErrorCode;
import io.wave.registry.error.RegistryException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a registry's failure comes to for the caller. Who named a host that cannot be asked, or something that cannot be
 * used, is told so at once: 400, since clients try a 5xx again for minutes before they show its words. What a registry
 * cannot do at the moment is 503 with {@code Retry-After}: it answered 429 or 5xx, or took the connection and then gave
 * no answer in time.
 */
final class RegistryRefusals {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private RegistryRefusals() {}

    /** @param field what the caller named, with the name where the failure's words do not have it */
    static ApiException of(String field, RegistryException failure) {
        return switch (failure.failure()) {
            case FORBIDDEN_ADDRESS -> ApiException.invalid(field, "is not allowed: " + failure.getMessage());
            case UNKNOWN_HOST, UNREACHABLE, UNTRUSTED, INVALID_ANSWER ->
                ApiException.invalid(field, "cannot be read: " + failure.getMessage());
            case RATE_LIMITED, SERVER_ERROR, TIMEOUT, BROKEN, BUSY -> later(field, failure);
            case REFUSED, OTHER ->
                failure.code() == OciErrorCode.UNAVAILABLE
                        ? later(field, failure)
                        : ApiException.upstream(failure.status(), field + ": " + failure.getMessage(), null, failure);
        };
    }

    /** @param field where the caller named the image */
    static ApiException of(String field, ImageReference image, RegistryException failure) {
        return of(failure.isForbiddenAddress() ? field : "%s '%s'".formatted(field, image), failure);
    }

    /** The same for a repository of the service's own: whatever it is, the caller cannot mend it. */
    static ApiException ofOwn(String repository, RegistryException failure) {
        return later("the service's repository '%s'".formatted(repository), failure);
    }

    /** For a question that took too long. */
    static ApiException late(String field, @Nullable Throwable cause) {
        return ApiException.unavailable(
                field + " cannot be read at the moment: its registry gave no answer in time", RETRY_AFTER, cause);
    }

    private static ApiException later(String field, RegistryException failure) {
        return ApiException.unavailable(
                "%s cannot be read at the moment: %s".formatted(field, failure.getMessage()),
                failure.retryAfter().orElse(RETRY_AFTER),
                failure);
    }
}
