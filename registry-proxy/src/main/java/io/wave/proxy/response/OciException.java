package io.wave.proxy.response;

import io.wave.oci.OciErrorCode;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call under {@code /v2} ends in an error, answered in the shape of the OCI distribution specification. */
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

    /** An error with the code's own status. */
    public OciException(OciErrorCode code, String message) {
        this(code.status(), code, message, null);
    }

    /** An error with a status that this client understands. */
    public OciException(int status, OciErrorCode code, String message) {
        this(status, code, message, null);
    }

    /** The client shall come again. */
    public static OciException later(OciErrorCode code, String message, Duration retryAfter) {
        return new OciException(code.status(), code, message, retryAfter);
    }

    /** The same with a status of its own. */
    static OciException later(int status, OciErrorCode code, String message, Duration retryAfter) {
        return new OciException(status, code, message, retryAfter);
    }

    int status() {
        return status;
    }

    /** What kind of error it is. */
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
