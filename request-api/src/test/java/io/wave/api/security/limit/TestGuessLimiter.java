package io.wave.api.security.limit;

import io.wave.limit.Rate;

/** A guess limiter without a server. */
public final class TestGuessLimiter {

    private TestGuessLimiter() {}

    /** With this limit. */
    public static GuessLimiter allowing(int count) {
        Rate rate = Rate.valueOf(count + "/1h");
        return new GuessLimiter(new GuessLimitProperties(rate, rate, rate, rate));
    }
}
