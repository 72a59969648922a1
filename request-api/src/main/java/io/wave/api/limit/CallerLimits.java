package io.wave.api.limit;

import io.wave.api.problem.ApiException;
import io.wave.limit.Caller;
import io.wave.limit.Limit;
import io.wave.limit.RateLimits;
import io.wave.limit.Verdict;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Limits of callers of the API. Until there are users with an identity, addresses are limited. */
@Component
public class CallerLimits {

    private final RateLimits limits;

    CallerLimits(RateLimits limits) {
        this.limits = limits;
    }

    /**
     * Counts a container request.
     *
     * @throws ApiException 429 with the time to wait, if there is no room
     */
    public void takePull(String clientAddress) {
        take(Limit.PULL, clientAddress);
    }

    /**
     * Does what may begin a build, counted only if it did: the image may be there, or another request first.
     *
     * @param began whether a build began
     * @throws ApiException 429 with the time to wait, if there is no room
     */
    public <T> T building(String clientAddress, Predicate<T> began, Supplier<T> work) {
        take(Limit.BUILD, clientAddress);
        boolean used = false;
        try {
            T result = work.get();
            used = began.test(result);
            return result;
        } finally {
            if (!used) {
                limits.giveBack(Limit.BUILD, Caller.anonymous(clientAddress));
            }
        }
    }

    private void take(Limit limit, String clientAddress) {
        if (limits.take(limit, Caller.anonymous(clientAddress)).join() instanceof Verdict.Refused refused) {
            throw ApiException.tooMany(refused.reason(), refused.retryAfter());
        }
    }
}
