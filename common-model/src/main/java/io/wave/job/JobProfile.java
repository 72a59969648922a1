package io.wave.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * The name of a profile: settings of the operator for what jobs run on, which a request may ask for. A worker knows what the name
 * stands for.
 *
 * @param name lowercase letters, digits and hyphens, as in a label of Kubernetes
 */
public record JobProfile(String name) {

    /** What a name consists of, in words. */
    public static final String NAME_RULE = "up to 63 lowercase letters, digits and hyphens";

    private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?");

    /** @throws IllegalArgumentException if it is not a name of a profile */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public JobProfile {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "'%s' is not the name of a profile: use %s, with a letter or digit at both ends"
                            .formatted(name, NAME_RULE));
        }
    }

    /** Whether this is the name of a profile. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    @JsonValue
    @Override
    public String toString() {
        return name;
    }
}
