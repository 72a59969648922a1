package io.wave.containerfile.syntax;

import java.util.ArrayList;
import java.util.List;

/** Splits text into words like a shell: blanks in quotes or after the escape character do not separate words. */
public final class Words {

    private final String text;
    private final char escape;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();

    private Words(String text, char escape) {
        this.text = text;
        this.escape = escape;
    }

    /** The words, including quotes and escape characters. */
    public static List<String> raw(String text, char escape) {
        Words words = new Words(text, escape);
        words.split();
        return words.words;
    }

    /** A word without quotes and escape characters; variables are kept. */
    public static String unquoted(String word, char escape) {
        StringBuilder plain = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < word.length(); i++) {
            char unit = word.charAt(i);
            if (unit == quote) {
                quote = 0;
            } else if (quote == 0 && (unit == '"' || unit == '\'')) {
                quote = unit;
            } else if (unit != escape || quote == '\'') {
                plain.append(unit);
            } else if (i + 1 < word.length()) {
                char next = word.charAt(++i);
                if (quote == '"' && next != '"' && next != '$' && next != escape) {
                    plain.append(unit);
                }
                plain.append(next);
            }
        }
        return plain.toString();
    }

    private void split() {
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (quote == 0 && Blanks.isSpace(unit)) {
                end();
                continue;
            }
            word.append(unit);
            if (unit == quote) {
                quote = 0;
            } else if (quote == 0 && (unit == '"' || unit == '\'')) {
                quote = unit;
            } else if (unit == escape && quote != '\'' && i + 1 < text.length()) {
                word.append(text.charAt(++i));
            }
        }
        end();
    }

    private void end() {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }
}
