package io.wave.scan;

import java.util.Arrays;

/** The severity of a finding, the most severe first. */
public enum Severity {
    CRITICAL,
    HIGH,
    MEDIUM,
    LOW,
    UNKNOWN;

    /** The severity of this name; {@link #UNKNOWN} for any other text. */
    public static Severity of(String text) {
        return Arrays.stream(values())
                .filter(severity -> severity.name().equals(text))
                .findFirst()
                .orElse(UNKNOWN);
    }
}
