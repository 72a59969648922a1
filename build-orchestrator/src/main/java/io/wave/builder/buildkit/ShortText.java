package io.wave.builder.buildkit;

/** Texts of limited length. */
final class ShortText {

    private ShortText() {}

    /** A text, cut to a length with an ellipsis if it is longer. A surrogate pair is not split. */
    static String of(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = length - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
