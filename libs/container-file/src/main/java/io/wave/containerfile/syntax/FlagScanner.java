package io.wave.containerfile.syntax;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Scans the flags before the arguments of an instruction. Like builders, it scans bytes: some bytes of non-ASCII characters
 * count as blanks.
 */
public final class FlagScanner {

    private final String bytes;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private int at;

    private FlagScanner(String bytes) {
        this.bytes = bytes;
    }

    /** Scans the flags of a text, at most one more than the limit. */
    public static FlagScanner of(String text, int limit) {
        FlagScanner scanner =
                new FlagScanner(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
        scanner.scan(limit);
        return scanner;
    }

    public List<String> words() {
        return words.stream().map(FlagScanner::decoded).toList();
    }

    /** The text after the flags. */
    public String rest() {
        return decoded(bytes.substring(at));
    }

    private static String decoded(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private void scan(int limit) {
        while (words.size() <= limit) {
            while (at < bytes.length() && Blanks.isSpace(bytes.charAt(at))) {
                at++;
            }
            if (!bytes.startsWith("--", at)) {
                return;
            }
            flag();
            if (word.toString().equals("--")) {
                return;
            }
            words.add(word.toString());
            word.setLength(0);
        }
    }

    private void flag() {
        char quote = 0;
        while (at < bytes.length()) {
            char unit = bytes.charAt(at);
            if (quote == 0 && Blanks.isSpace(unit)) {
                return;
            }
            at++;
            if (unit == quote) {
                quote = 0;
            } else if (quote == 0 && (unit == '"' || unit == '\'')) {
                quote = unit;
            } else if (unit != '\\') {
                word.append(unit);
            } else if (at < bytes.length()) {
                word.append(bytes.charAt(at++));
            }
        }
    }
}
