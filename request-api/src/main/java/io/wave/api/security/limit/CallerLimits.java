package io.wave.api.security.limit;

import io.wave.api.security.caller.Caller;
import io.wave.api.web.problem.ApiException;
import io.wave.limit.Limit;
import io.wave.limit.RateLimits;
import io.wave.limit.Verdict;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Rate limits of callers: per tenant for users, per client address for others. */
@Component
public class CallerLimits {

    private final RateLimits limits;

    CallerLimits(RateLimits limits) {
        this.limits = limits;
    }

    /**
     * Counts a container request.
     *
     * @throws ApiException 429 with the time to wait, if the limit is exceeded
     */
    public void takePull(Caller caller) {
        take(Limit.PULL, caller);
    }

    /**
     * Runs work that may start a build, and counts it only if it did.
     *
     * @param began whether a build was started
     * @throws ApiException 429 with the time to wait, if the limit is exceeded
     */
    public <T> T building(Caller caller, Predicate<T> began, Supplier<T> work) {
        take(Limit.BUILD, caller);
        boolean used = false;
        try {
            T result = work.get();
            used = began.test(result);
            return result;
        } finally {
            if (!used) {
                limits.refund(Limit.BUILD, limited(caller));
            }
        }
    }

    private void take(Limit limit, Caller caller) {
        if (limits.take(limit, limited(caller)).join() instanceof Verdict.Refused refused) {
            throw ApiException.tooMany(refused.reason(), refused.retryAfter());
        }
    }

    private static io.wave.limit.Caller limited(Caller caller) {
        Optional<String> account = caller instanceof Caller.User user ? Optional.of(user.account()) : Optional.empty();
        return new io.wave.limit.Caller(account, caller.address());
    }
}
