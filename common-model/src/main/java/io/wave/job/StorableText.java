package io.wave.job;

import java.util.regex.Pattern;

/** Text from tools and peers in a form that PostgreSQL can store and terminals show as it is. */
public final class StorableText {

    private static final int MAX_LENGTH = 16 * 1024;
    private static final char ESCAPE = '\u001b';
    private static final char REPLACEMENT = '\uFFFD';

    /** A control sequence of a terminal (ECMA-48): with parameters, with a string, or of one more character. */
    private static final Pattern SEQUENCE = Pattern.compile(
            "\\x1b\\[[0-?]*[ -/]*[@-~]?|\\x1b[]PX^_][^\\x07\\x1b\n]*(?:\\x07|\\x1b\\\\)?|\\x1b[ -/]*[0-Z\\\\`-~]?");

    private StorableText() {}

    /**
     * The text without control sequences and control characters, except tabs and line ends, with lone surrogates replaced, and
     * truncated to the maximum length of a message.
     */
    public static String of(String text) {
        StringBuilder kept = new StringBuilder(Math.min(text.length(), MAX_LENGTH));
        String plain = text.indexOf(ESCAPE) < 0 ? text : SEQUENCE.matcher(text).replaceAll("");
        plain.codePoints()
                .filter(character -> !Character.isISOControl(character) || character == '\n' || character == '\t')
                .map(character -> isLoneSurrogate(character) ? REPLACEMENT : character)
                .takeWhile(_ -> kept.length() < MAX_LENGTH - 1)
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }

    /** Whether the text contains neither NUL nor lone surrogates. */
    public static boolean isStorable(String text) {
        return text.codePoints().noneMatch(character -> character == 0 || isLoneSurrogate(character));
    }

    private static boolean isLoneSurrogate(int character) {
        return character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
    }
}
