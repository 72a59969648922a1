package io.wave.standalone.pattern;

import java.util.regex.Pattern;

/**
 * A regular expression of the code.
 *
 * @param where the class that has it
 * @param pattern the expression
 * @param searches whether it is searched for, and not only matched against whole texts
 */
record CodePattern(String where, Pattern pattern, boolean searches) {

    @Override
    public String toString() {
        return "%s: %s (%s)".formatted(where, pattern, searches ? "find" : "matches");
    }
}
