package io.wave.api.platform;

import java.util.regex.Pattern;

/** The ids that Platforms give to workflows and credentials. */
public final class PlatformId {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9]{1,64}");

    private PlatformId() {}

    /** Whether a text can be an id, which can then be part of a path. */
    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }
}
