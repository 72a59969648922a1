package io.wave.containerfile.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parses a JSON array of strings. Anything after it is ignored, as by builders. */
public final class JsonStrings {

    private final String text;
    private int at;

    private JsonStrings(String text) {
        this.text = text;
    }

    public static Optional<List<String>> parse(String text) {
        String trimmed = Blanks.trimStart(text);
        return trimmed.startsWith("[") ? new JsonStrings(trimmed).array() : Optional.empty();
    }

    private Optional<List<String>> array() {
        List<String> items = new ArrayList<>();
        at = 1;
        if (next() == ']') {
            return Optional.of(items);
        }
        while (true) {
            StringBuilder item = new StringBuilder();
            if (next() != '"' || !string(item)) {
                return Optional.empty();
            }
            items.add(item.toString());
            char separator = next();
            at++;
            if (separator == ']') {
                return Optional.of(items);
            }
            if (separator != ',') {
                return Optional.empty();
            }
        }
    }

    /** The next character that is not a blank, or NUL at the end. */
    private char next() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private boolean string(StringBuilder item) {
        at++;
        while (at < text.length()) {
            char unit = text.charAt(at++);
            if (unit == '"') {
                return true;
            }
            if (unit < ' ' || (unit == '\\' && !escaped(item))) {
                return false;
            }
            if (unit != '\\') {
                item.append(unit);
            }
        }
        return false;
    }

    private boolean escaped(StringBuilder item) {
        if (at == text.length()) {
            return false;
        }
        char unit = text.charAt(at++);
        int plain = "\"\\/bfnrt".indexOf(unit);
        if (plain >= 0) {
            item.append("\"\\/\b\f\n\r\t".charAt(plain));
            return true;
        }
        return unit == 'u' && unicode(item);
    }

    private boolean unicode(StringBuilder item) {
        int code = 0;
        for (int end = at + 4; at < end; at++) {
            int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
            if (digit < 0 || text.charAt(at) >= 128) {
                return false;
            }
            code = code * 16 + digit;
        }
        item.append((char) code);
        return true;
    }
}
