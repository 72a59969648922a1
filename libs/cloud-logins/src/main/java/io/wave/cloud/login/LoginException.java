package io.wave.cloud.login;

import org.jspecify.annotations.Nullable;

/** A cloud has given out no login. The message says why, and what to change; it contains no secret and nothing that the cloud has sent. */
public final class LoginException extends RuntimeException {

    private final Reason reason;

    /** Why. */
    public enum Reason {
        /** The credentials are wrong or have ended. */
        REJECTED,
        /** The credentials lack a permission. */
        DENIED,
        /** The identity or configuration of this service is wrong. */
        MISCONFIGURED,
        /** The cloud cannot be reached or has an error. */
        UNAVAILABLE
    }

    public LoginException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
