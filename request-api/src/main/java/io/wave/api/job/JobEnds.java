package io.wave.api.job;

import io.wave.job.JobRecord;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Notifies all {@linkplain JobEndListener listeners} of the ends of jobs. */
@Component
public class JobEnds {

    private final ObjectProvider<JobEndListener> listeners;

    JobEnds(ObjectProvider<JobEndListener> listeners) {
        this.listeners = listeners;
    }

    /** The final state of this job was applied, in the caller's transaction. */
    public void ended(JobRecord job) {
        listeners.orderedStream().forEach(listener -> listener.ended(job));
    }
}
