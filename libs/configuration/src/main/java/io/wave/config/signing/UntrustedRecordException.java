package io.wave.config.signing;

/** A Kafka record has no valid signature of this installation. */
public final class UntrustedRecordException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UntrustedRecordException(String message) {
        super(message);
    }
}
