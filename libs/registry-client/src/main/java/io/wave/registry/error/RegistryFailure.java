package io.wave.registry.error;

/** What kind of failure a {@link RegistryException} is, which tells who can do something about it. */
public enum RegistryFailure {
    /** There is no host of that name. */
    UNKNOWN_HOST,
    /** The host has a private address, and was not asked. */
    FORBIDDEN_ADDRESS,
    /** The host refuses connections, or does not answer the attempt. */
    UNREACHABLE,
    /** The host does not speak TLS, or its certificate is not trusted or not its own. */
    UNTRUSTED,
    /** The host did not answer in time. */
    TIMEOUT,
    /** The connection ended before the answer was complete. */
    BROKEN,
    /** 429. */
    RATE_LIMITED,
    /** 5xx. */
    SERVER_ERROR,
    /** Another status of 400 and above. */
    REFUSED,
    /** The answer cannot be used: another digest, no valid document, over a limit. */
    INVALID_ANSWER,
    /** This service is reading too much at the moment; the registry may not have been asked. */
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

    /**
     * Whether the address that was asked is wrong, so that a later try is of no use until somebody changes the address or
     * what is found there.
     */
    public boolean isOfAddress() {
        return switch (this) {
            case UNKNOWN_HOST, FORBIDDEN_ADDRESS, UNREACHABLE, UNTRUSTED -> true;
            case TIMEOUT, BROKEN, RATE_LIMITED, SERVER_ERROR, REFUSED, INVALID_ANSWER, BUSY, OTHER -> false;
        };
    }
}
