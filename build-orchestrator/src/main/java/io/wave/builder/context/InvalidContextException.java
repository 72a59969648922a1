package io.wave.builder.context;

/** A build context or container file is invalid; the message is for the user. */
public class InvalidContextException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public InvalidContextException(String message) {
        super(message);
    }
}
