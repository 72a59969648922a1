package io.wave.api.security.limit;

import io.wave.limit.Rate;

/** Limits of guesses outside of a server. */
public final class TestGuessLimiter {

    private TestGuessLimiter() {}

    /** Of a caller who may be wrong so often. */
    public static GuessLimiter allowing(int count) {
        Rate rate = Rate.valueOf(count + "/1h");
        return new GuessLimiter(new GuessLimitProperties(rate, rate, rate));
    }
}
