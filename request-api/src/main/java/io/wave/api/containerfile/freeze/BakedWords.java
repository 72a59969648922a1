package io.wave.api.containerfile.freeze;

import io.wave.api.web.problem.ApiException;
import java.util.HexFormat;

/** How a user's words stand in a container file: as they are wherever that is safe, so that ids stay what they were. */
final class BakedWords {

    private BakedWords() {}

    /** A value of a Docker instruction: in double quotes when it holds something that the instruction would interpret. */
    static String docker(String field, String value) {
        requireOneLine(field, value);
        return value.chars().anyMatch(BakedWords::isSpecial) ? quoted(value) : value;
    }

    /** In double quotes, so that neither Docker nor a shell finds anything to interpret. */
    static String quoted(String value) {
        return "\"" + value.replaceAll("[\\\\\"$]", "\\\\$0") + "\"";
    }

    /** An item of an exec form, which is a JSON array. */
    static String json(String field, String word) {
        requireOneLine(field, word);
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < word.length(); i++) {
            char unit = word.charAt(i);
            if (unit == '"' || unit == '\\') {
                text.append('\\').append(unit);
            } else if (unit < ' ') {
                text.append("\\u").append(HexFormat.of().toHexDigits(unit));
            } else {
                text.append(unit);
            }
        }
        return text.append('"').toString();
    }

    /** A word of a shell command. */
    static String shell(String field, String word) {
        requireOneLine(field, word);
        if (!word.isEmpty() && word.chars().allMatch(BakedWords::isPlainInShell)) {
            return word;
        }
        return word.indexOf('\'') < 0 ? "'" + word + "'" : word.replaceAll("[^\\p{Alnum}_@%+=:,./-]", "\\\\$0");
    }

    /** A line break would begin another instruction. */
    static void requireOneLine(String field, String value) {
        if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
            throw ApiException.invalid(field, "must not contain a line break when it is frozen");
        }
    }

    private static boolean isSpecial(int unit) {
        return Character.isWhitespace(unit)
                || Character.isSpaceChar(unit)
                || Character.isISOControl(unit)
                || "\"'\\$".indexOf(unit) >= 0;
    }

    private static boolean isPlainInShell(int unit) {
        return (unit < 128 && Character.isLetterOrDigit(unit)) || "_@%+=:,./-".indexOf(unit) >= 0;
    }
}
