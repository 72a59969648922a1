package io.wave.limit;

import java.util.concurrent.CompletableFuture;

/** Lets callers go on while there is room. Limits that cannot be looked up limit nobody. */
public interface RateLimits {

    /** Whether there is a limit of this kind at all. */
    boolean isLimited(Limit limit);

    /** Takes one of what the caller has; never fails. */
    CompletableFuture<Verdict> take(Limit limit, Caller caller);

    /** Gives one back that was taken and not used. */
    void giveBack(Limit limit, Caller caller);
}
