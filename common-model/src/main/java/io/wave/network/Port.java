package io.wave.network;

import java.util.OptionalInt;

/** Numbers of TCP ports. */
public final class Port {

    /** The largest number. */
    public static final int MAX = 65_535;

    /** What ports in texts must be, for error messages. */
    public static final String RULE = "must be from 1 to %d, without leading zeros".formatted(MAX);

    private static final int MAX_DIGITS = 5;

    private Port() {}

    /** The port that a text is; empty for other texts, and for leading zeros, which some programs read as octal numbers. */
    public static OptionalInt parse(String text) {
        boolean number = !text.isEmpty()
                && text.length() <= MAX_DIGITS
                && text.charAt(0) != '0'
                && text.chars().allMatch(unit -> unit >= '0' && unit <= '9');
        return number && isValid(Integer.parseInt(text)) ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }

    /** Whether a server can have this port. */
    public static boolean isValid(int number) {
        return number > 0 && number <= MAX;
    }
}
