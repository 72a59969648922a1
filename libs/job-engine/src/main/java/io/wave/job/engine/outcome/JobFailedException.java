package io.wave.job.engine.outcome;

/** The work of a job failed; the message is for the user. */
public class JobFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message the message for the user */
    public JobFailedException(String message) {
        super(message);
    }

    /** This failure as an outcome. */
    public Outcome outcome() {
        return new Outcome.Failed(String.valueOf(getMessage()), null);
    }
}
