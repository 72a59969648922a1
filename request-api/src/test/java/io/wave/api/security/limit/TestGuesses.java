package io.wave.api.security.limit;

import io.wave.limit.Rate;

/** Limits of guesses outside of a server. */
public final class TestGuesses {

    private TestGuesses() {}

    /** Of a caller who may be wrong so often. */
    public static Guesses allowing(int count) {
        Rate rate = Rate.valueOf(count + "/1h");
        return new Guesses(new GuessProperties(rate, rate, rate));
    }
}
