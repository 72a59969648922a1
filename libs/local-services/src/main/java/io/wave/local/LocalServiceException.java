package io.wave.local;

import java.io.IOException;

/** A server of the embedded default cannot be started or stopped; the message says which and why. */
public final class LocalServiceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LocalServiceException(String message) {
        super(message);
    }

    public LocalServiceException(String message, Throwable cause) {
        super(message, cause);
    }

    static LocalServiceException of(Object subject, IOException cause) {
        return new LocalServiceException("%s: %s".formatted(subject, cause), cause);
    }
}
