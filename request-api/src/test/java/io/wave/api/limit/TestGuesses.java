package io.wave.api.limit;

import io.wave.limit.Rate;
import org.springframework.mock.web.MockHttpServletRequest;

/** Limits of guesses outside of a server. */
public final class TestGuesses {

    private TestGuesses() {}

    /** Of a caller who may be wrong so often. */
    public static Guesses allowing(int count) {
        return allowing(count, new MockHttpServletRequest());
    }

    /** Of the callers that a request stands for. */
    public static Guesses allowing(int count, MockHttpServletRequest current) {
        Rate rate = Rate.valueOf(count + "/1h");
        return new Guesses(new CallerAddress(current), new GuessProperties(rate, rate, rate));
    }
}
