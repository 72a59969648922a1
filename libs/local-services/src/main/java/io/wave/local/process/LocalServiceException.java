package io.wave.local.process;

import java.io.IOException;

/** An embedded server could not be started or stopped; the message says which and why. */
public final class LocalServiceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LocalServiceException(String message) {
        super(message);
    }

    public LocalServiceException(String message, Throwable cause) {
        super(message, cause);
    }

    public static LocalServiceException of(Object subject, IOException cause) {
        return new LocalServiceException("%s: %s".formatted(subject, cause), cause);
    }
}
