package io.wave.registry.error;

/** The kind of a {@link RegistryException}. */
public enum RegistryFailure {
    /** The host does not exist. */
    UNKNOWN_HOST,
    /** The host has a private address and was not called. */
    FORBIDDEN_ADDRESS,
    /** The connection was refused or timed out. */
    UNREACHABLE,
    /** The TLS handshake failed, or the certificate is not valid for the host. */
    UNTRUSTED,
    /** The registry did not respond in time. */
    TIMEOUT,
    /** The connection was closed before the response was complete. */
    BROKEN,
    /** 429. */
    RATE_LIMITED,
    /** 5xx. */
    SERVER_ERROR,
    /** Another status of 400 and above. */
    REFUSED,
    /** The response is invalid: wrong digest, malformed document, redirect loop, or a limit exceeded. */
    INVALID_ANSWER,
    /** The cloud of the registry cannot give out a login now; the registry was not called. */
    LOGIN,
    /** This service is overloaded; the registry may not have been called. */
    BUSY,
    /** None of these. */
    OTHER;

    public static RegistryFailure ofStatus(int status) {
        if (status == 429) {
            return RATE_LIMITED;
        }
        if (status >= 500) {
            return SERVER_ERROR;
        }
        if (status >= 400) {
            return REFUSED;
        }
        return status >= 200 ? INVALID_ANSWER : OTHER;
    }

    /** Whether a retry does not help, since the host, the port or the content of the registry must be corrected first. */
    public boolean isPermanent() {
        return isAddressFailure() || this == INVALID_ANSWER;
    }

    /**
     * Whether the host or port is wrong, so that a retry does not help until the name or the host is corrected.
     */
    public boolean isAddressFailure() {
        return switch (this) {
            case UNKNOWN_HOST, FORBIDDEN_ADDRESS, UNREACHABLE, UNTRUSTED -> true;
            case TIMEOUT, BROKEN, RATE_LIMITED, SERVER_ERROR, REFUSED, INVALID_ANSWER, LOGIN, BUSY, OTHER -> false;
        };
    }
}
