package io.wave.network;

/** Numbers of TCP ports. */
public final class Port {

    /** The largest number. */
    public static final int MAX = 65_535;

    private Port() {}

    /** Whether a server can have this port. */
    public static boolean isValid(int number) {
        return number > 0 && number <= MAX;
    }
}
