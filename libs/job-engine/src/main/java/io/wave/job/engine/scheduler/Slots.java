package io.wave.job.engine.scheduler;

/**
 * How many jobs of one kind a replica takes. Jobs that wait in a queue of their runner, such as suspended Jobs of Kubernetes, take no
 * slot, but their number is limited too: the queue may start them all at once.
 *
 * @param count how many jobs run at the same time
 */
record Slots(int count) {

    private static final int QUEUED_PER_SLOT = 4;

    /** How many more jobs can be taken, beside those that run and those that wait in the queue of their runner. */
    int free(int running, int queued) {
        long withQueued = (1L + QUEUED_PER_SLOT) * count - running - queued;
        return (int) Math.max(0, Math.min(count - running, withQueued));
    }
}
