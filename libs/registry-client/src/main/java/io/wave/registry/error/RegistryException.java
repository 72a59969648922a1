package io.wave.registry.error;

import io.wave.oci.OciErrorCode;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A registry did not give what it was asked for. The message names the repository and never repeats upstream text. */
public final class RegistryException extends RuntimeException {

    private static final int SERVICE_UNAVAILABLE = 503;

    private final RegistryFailure failure;
    private final OciErrorCode code;
    private final int upstreamStatus;
    private final @Nullable Duration retryAfter;

    /**
     * @param code what to tell a client of ours
     * @param upstreamStatus the status that the registry answered; 0 if it did not answer
     * @param message the repository and a short reason
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

    /** A failure that another replica met, for those who waited for its answer. */
    public static RegistryException again(
            RegistryFailure failure,
            OciErrorCode code,
            int upstreamStatus,
            String message,
            @Nullable Duration retryAfter) {
        return new RegistryException(failure, code, upstreamStatus, message, retryAfter, null);
    }

    /** What kind of failure it is. The message names the host where there was no answer. */
    public RegistryFailure failure() {
        return failure;
    }

    /** What to tell a client of ours. */
    public OciErrorCode code() {
        return code;
    }

    /** The status to answer a client of ours with: the registry's own where that is about what the client asked for. */
    public int status() {
        if (failure == RegistryFailure.BUSY) {
            return SERVICE_UNAVAILABLE;
        }
        return failure == RegistryFailure.REFUSED && CallerStatuses.contain(upstreamStatus)
                ? upstreamStatus
                : code.status();
    }

    /** The status that the registry answered; 0 if it did not answer. */
    public int upstreamStatus() {
        return upstreamStatus;
    }

    /** Whether this service did not ask, since the name led to a private address. */
    public boolean isForbiddenAddress() {
        return failure == RegistryFailure.FORBIDDEN_ADDRESS;
    }

    /** The same for who comes later: so much is left of the time that the registry asked for. */
    public RegistryException later(Duration left) {
        return new RegistryException(failure, code, upstreamStatus, String.valueOf(getMessage()), left, null);
    }

    /** How long the registry asks to be left alone. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
