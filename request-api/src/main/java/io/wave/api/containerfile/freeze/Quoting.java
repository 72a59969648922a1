package io.wave.api.containerfile.freeze;

import io.wave.api.web.problem.ApiException;
import io.wave.job.StorableText;
import java.util.HexFormat;

/** Quotes values in container files: only if necessary, so that container ids stay the same. */
final class Quoting {

    private Quoting() {}

    /** A value of a Docker instruction: double-quoted if the instruction would interpret it. */
    static String docker(String field, String value) {
        requireOneLine(field, value);
        return value.chars().anyMatch(Quoting::isSpecial) ? quoted(value) : value;
    }

    /** A double-quoted value that neither Docker nor a shell interprets. */
    static String quoted(String value) {
        return "\"" + value.replaceAll("[\\\\\"$]", "\\\\$0") + "\"";
    }

    /** An element of an exec form, which is a JSON array. */
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
        if (!word.isEmpty() && word.chars().allMatch(Quoting::isPlainInShell)) {
            return word;
        }
        return word.indexOf('\'') < 0 ? "'" + word + "'" : word.replaceAll("[^\\p{Alnum}_@%+=:,./-]", "\\\\$0");
    }

    /** A line break would start another instruction; NUL and lone surrogates cannot be stored. */
    static void requireOneLine(String field, String value) {
        if (!StorableText.isStorable(value)) {
            throw ApiException.invalid(field, "must be valid Unicode text without NUL characters");
        }
        if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
            throw ApiException.invalid(field, "must not contain a line break if the image is frozen");
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
