package io.wave.store;

/** The store is unavailable or an operation failed. The call may be retried. */
public final class ObjectStoreException extends RuntimeException {

    /** @param message failed operation and reason, for the operator */
    public ObjectStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
