package io.wave.job.engine.store;

/**
 * How many jobs of one kind may run at the same time, on all replicas together.
 *
 * @param total of all tenants
 * @param perTenant of one tenant; callers without a token are one tenant
 */
public record RunningLimits(int total, int perTenant) {

    /** No limits. */
    public static final RunningLimits NONE = new RunningLimits(Integer.MAX_VALUE, Integer.MAX_VALUE);
}
