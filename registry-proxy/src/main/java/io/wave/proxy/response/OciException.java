package io.wave.proxy.response;

import io.wave.oci.OciErrorCode;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request under {@code /v2} that fails with an error of the OCI distribution specification. */
public final class OciException extends RuntimeException {

    private final int status;
    private final OciErrorCode code;
    private final @Nullable Duration retryAfter;

    private OciException(int status, OciErrorCode code, String message, @Nullable Duration retryAfter) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.retryAfter = retryAfter;
    }

    /** An error with the default status of its code. */
    public OciException(OciErrorCode code, String message) {
        this(code.status(), code, message, null);
    }

    /** An error with the given status. */
    public OciException(int status, OciErrorCode code, String message) {
        this(status, code, message, null);
    }

    /** An error with {@code Retry-After}. */
    public static OciException withRetryAfter(OciErrorCode code, String message, Duration retryAfter) {
        return new OciException(code.status(), code, message, retryAfter);
    }

    /** An error with the given status and {@code Retry-After}. */
    static OciException withRetryAfter(int status, OciErrorCode code, String message, Duration retryAfter) {
        return new OciException(status, code, message, retryAfter);
    }

    int status() {
        return status;
    }

    /** The error code. */
    public OciErrorCode code() {
        return code;
    }

    String message() {
        return String.valueOf(getMessage());
    }

    Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
