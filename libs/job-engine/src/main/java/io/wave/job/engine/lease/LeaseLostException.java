package io.wave.job.engine.lease;

/** The lease of an attempt is lost, or a stop was requested: the attempt must not continue. */
public class LeaseLostException extends RuntimeException {

    public LeaseLostException(String message) {
        super(message);
    }
}
