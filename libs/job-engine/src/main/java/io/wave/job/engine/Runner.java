package io.wave.job.engine;

import java.util.Optional;

/** Carries attempts at jobs out: as processes of this machine, as a Kubernetes Job, as a container. */
public interface Runner {

    /**
     * Takes over what an earlier attempt at this job left running, for the new attempt to follow it; what cannot be
     * taken over is removed.
     */
    Optional<Execution> adopt(Attempt attempt);

    /** Starts the attempt and returns at once. What cannot be started is a failed outcome, not an exception. */
    Execution launch(Attempt attempt);

    /** Removes what attempts that are over have left; asked for while no new one can be begun for want of space. */
    default void makeRoom() {}
}
