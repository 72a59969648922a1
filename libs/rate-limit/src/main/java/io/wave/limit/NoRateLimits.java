package io.wave.limit;

import java.util.concurrent.CompletableFuture;

/** No limits. */
final class NoRateLimits implements RateLimits {

    private static final Verdict GRANTED = new Verdict.Granted();

    @Override
    public boolean isLimited(Limit limit) {
        return false;
    }

    @Override
    public CompletableFuture<Verdict> take(Limit limit, Caller caller) {
        return CompletableFuture.completedFuture(GRANTED);
    }

    @Override
    public void refund(Limit limit, Caller caller) {
        // Nothing was consumed.
    }
}
