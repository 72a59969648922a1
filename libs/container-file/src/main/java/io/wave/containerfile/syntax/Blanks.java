package io.wave.containerfile.syntax;

import java.util.ArrayList;
import java.util.List;

/** White space. The language distinguishes between characters that separate words and those that are trimmed. */
public final class Blanks {

    private Blanks() {}

    /** Whether the character separates words of an instruction. */
    public static boolean isSeparator(char unit) {
        return unit == ' ' || unit == '\t' || unit == '\u000b' || unit == '\f' || unit == '\r';
    }

    /** Whether the character is white space according to Unicode. */
    static boolean isSpace(char unit) {
        return (unit >= '\t' && unit <= '\r')
                || unit == '\u0085'
                || unit == '\u00a0'
                || unit == '\u2007'
                || unit == '\u202f'
                || (unit != '\u001c'
                        && unit != '\u001d'
                        && unit != '\u001e'
                        && unit != '\u001f'
                        && Character.isWhitespace(unit));
    }

    public static String trim(String text) {
        int end = text.length();
        while (end > 0 && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return trimStart(text.substring(0, end));
    }

    public static String trimStart(String text) {
        int start = 0;
        while (start < text.length() && isSpace(text.charAt(start))) {
            start++;
        }
        return text.substring(start);
    }

    /** Splits a text at separators. */
    public static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || isSeparator(text.charAt(i))) {
                if (i > start) {
                    words.add(text.substring(start, i));
                }
                start = i + 1;
            }
        }
        return words;
    }
}
