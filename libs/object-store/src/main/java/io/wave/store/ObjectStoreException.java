package io.wave.store;

/** The store could not be reached or did not do as asked. The same call may work later. */
public final class ObjectStoreException extends RuntimeException {

    /** @param message what could not be done, and why, in words for an operator */
    public ObjectStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
