package io.wave.job;

/** Text from tools and peers in a form that PostgreSQL can store: without NUL and lone surrogates. */
public final class StorableText {

    private static final int MAX_LENGTH = 16 * 1024;
    private static final char REPLACEMENT = '\uFFFD';

    private StorableText() {}

    /**
     * The text without NUL characters, with lone surrogates replaced, and truncated to the maximum length of a message.
     */
    public static String of(String text) {
        StringBuilder kept = new StringBuilder(Math.min(text.length(), MAX_LENGTH));
        text.codePoints()
                .filter(character -> character != 0)
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
