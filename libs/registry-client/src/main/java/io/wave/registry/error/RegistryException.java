package io.wave.registry.error;

import io.wave.oci.OciErrorCode;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call to a registry failed. The message names the repository and contains no text of the registry. */
public final class RegistryException extends RuntimeException {

    private static final int RATE_LIMITED = 429;
    private static final int SERVICE_UNAVAILABLE = 503;

    private final RegistryFailure failure;
    private final OciErrorCode code;
    private final int upstreamStatus;
    private final @Nullable Duration retryAfter;

    /**
     * @param code error code for the client of this service
     * @param upstreamStatus status of the response of the registry; 0 if there was none
     * @param message the repository and the reason
     */
    public RegistryException(OciErrorCode code, int upstreamStatus, String message) {
        this(RegistryFailure.ofStatus(upstreamStatus), code, upstreamStatus, message, null, null);
    }

    public RegistryException(
            RegistryFailure failure,
            OciErrorCode code,
            int upstreamStatus,
            String message,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        super(message, cause);
        this.failure = failure;
        this.code = code;
        this.upstreamStatus = upstreamStatus;
        this.retryAfter = retryAfter;
    }

    /**
     * A response that a retry does not change, such as a redirect loop.
     *
     * @param message the repository and the reason, with the host that returned the response
     */
    public static RegistryException ofInvalidAnswer(String message) {
        return new RegistryException(RegistryFailure.INVALID_ANSWER, OciErrorCode.UNAVAILABLE, 0, message, null, null);
    }

    /**
     * The registry limits the rate of calls (429).
     *
     * @param repository the repository that the call was for
     * @param limit the limit in words, if the registry stated it
     * @param retryAfter the delay after which the registry accepts calls again, if it stated one
     */
    public static RegistryException ofRateLimit(
            String repository, Optional<String> limit, @Nullable Duration retryAfter) {
        String known = limit.map(" (%s)"::formatted).orElse("");
        return new RegistryException(
                RegistryFailure.RATE_LIMITED,
                OciErrorCode.TOOMANYREQUESTS,
                RATE_LIMITED,
                repository + ": rate limit of the registry exceeded" + known,
                retryAfter,
                null);
    }

    /** Recreates a failure that another replica has shared. */
    public static RegistryException ofReplica(
            RegistryFailure failure,
            OciErrorCode code,
            int upstreamStatus,
            String message,
            @Nullable Duration retryAfter) {
        return new RegistryException(failure, code, upstreamStatus, message, retryAfter, null);
    }

    /** The kind of failure. */
    public RegistryFailure failure() {
        return failure;
    }

    /** The error code for the client of this service. */
    public OciErrorCode code() {
        return code;
    }

    /** The HTTP status for the client of this service: that of the registry if it concerns the request of the client. */
    public int status() {
        if (failure == RegistryFailure.BUSY) {
            return SERVICE_UNAVAILABLE;
        }
        return failure == RegistryFailure.REFUSED && RelayedStatuses.contains(upstreamStatus)
                ? upstreamStatus
                : code.status();
    }

    /** The status of the response of the registry; 0 if there was none. */
    public int upstreamStatus() {
        return upstreamStatus;
    }

    /** Whether the registry was not called because its host has a private address. */
    public boolean isForbiddenAddress() {
        return failure == RegistryFailure.FORBIDDEN_ADDRESS;
    }

    /** The delay after which the registry accepts calls again, if it stated one. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
