package io.wave.job.engine;

/** The work cannot be done. */
public class JobFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Outcome.Failed outcome;

    /** @param message why, in words for the user */
    public JobFailedException(String message) {
        super(message);
        this.outcome = new Outcome.Failed(message, null);
    }

    /** The outcome that it is. */
    public Outcome.Failed outcome() {
        return outcome;
    }
}
