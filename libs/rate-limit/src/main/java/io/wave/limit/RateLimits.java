package io.wave.limit;

import java.util.concurrent.CompletableFuture;

/** The rate limits of callers. While Redis is unavailable, nothing is limited. */
public interface RateLimits {

    /** Whether this kind of limit is enabled. */
    boolean isLimited(Limit limit);

    /** Consumes one of the limit of the caller; never fails. */
    CompletableFuture<Verdict> take(Limit limit, Caller caller);

    /** Returns one that was consumed but not used. */
    void refund(Limit limit, Caller caller);
}
