package io.wave.job.engine.lease;

/** The attempt is no longer ours, or was told to stop: nothing more may be done for it. */
public class LeaseLostException extends RuntimeException {

    public LeaseLostException(String message) {
        super(message);
    }
}
