package io.wave.token;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The id of a container request, and the secret in the image name to pull: 12 lower-case hexadecimal digits. */
public record ContainerToken(@JsonValue String value) {

    private static final Pattern GRAMMAR = Pattern.compile("[0-9a-f]{12}");

    /** @throws IllegalArgumentException if it is not 12 lower-case hexadecimal digits */
    @JsonCreator
    public ContainerToken {
        if (!isToken(value)) {
            throw new IllegalArgumentException("invalid container token: must have 12 hexadecimal digits");
        }
    }

    /** Whether the text has the form of a token. */
    public static boolean isToken(String text) {
        return GRAMMAR.matcher(text).matches();
    }

    /** 48 random bits, never all zero. */
    public static ContainerToken random(SecureRandom source) {
        long bits;
        do {
            bits = source.nextLong() & 0xffff_ffff_ffffL;
        } while (bits == 0);
        return new ContainerToken(HexFormat.of().toHexDigits(bits, 12));
    }

    @Override
    public String toString() {
        return value;
    }
}
