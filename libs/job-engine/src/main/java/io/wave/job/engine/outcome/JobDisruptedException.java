package io.wave.job.engine.outcome;

/** What a job runs on is not there or was lost, through no fault of the job: it is launched again, see {@link Outcome.Disrupted}. */
public final class JobDisruptedException extends JobFailedException {

    private static final long serialVersionUID = 1L;

    /** @param reason what was lost, in words for the user */
    public JobDisruptedException(String reason) {
        super(reason);
    }

    @Override
    public Outcome outcome() {
        return new Outcome.Disrupted(String.valueOf(getMessage()));
    }
}
