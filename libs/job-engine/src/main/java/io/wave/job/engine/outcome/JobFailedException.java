package io.wave.job.engine.outcome;

/** The work cannot be done. */
public class JobFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message why, in words for the user */
    public JobFailedException(String message) {
        super(message);
    }

    /** The outcome that it is. */
    public Outcome.Failed outcome() {
        return new Outcome.Failed(String.valueOf(getMessage()), null);
    }
}
