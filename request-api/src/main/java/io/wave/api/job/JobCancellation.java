package io.wave.api.job;

import io.wave.api.security.caller.Caller;
import io.wave.api.security.caller.CallerRights;
import io.wave.api.web.problem.ApiException;
import java.util.function.BooleanSupplier;

/** Cancels jobs on behalf of those who may: the owner of a job and operators. */
public final class JobCancellation {

    private JobCancellation() {}

    /**
     * Cancels a job.
     *
     * @param cancel cancels the job; returns false if it has ended
     * @throws ApiException 401 or 403 if the caller is neither the owner nor an operator; 409 if the job has ended
     */
    public static void cancel(UserJob job, Caller caller, BooleanSupplier cancel) {
        CallerRights.requireOwner(caller, isOwner(job, caller));
        if (!cancel.getAsBoolean()) {
            throw ApiException.conflict(
                    "%s: has already ended".formatted(job.job().id()));
        }
    }

    private static boolean isOwner(UserJob job, Caller caller) {
        return caller instanceof Caller.User user && user.owns(job.tenant());
    }
}
