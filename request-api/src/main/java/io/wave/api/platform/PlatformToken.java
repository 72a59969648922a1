package io.wave.api.platform;

import java.util.regex.Pattern;

/** The tokens of users of Platforms. They are sent in headers, and some are stored. */
public final class PlatformToken {

    /** What they consist of. */
    public static final String FORM_IN_WORDS = "1 to 16384 printable ASCII characters without spaces";

    private static final Pattern FORM = Pattern.compile("[!-~]{1,16384}+");

    private PlatformToken() {}

    /** Whether a text can be a token. */
    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }
}
