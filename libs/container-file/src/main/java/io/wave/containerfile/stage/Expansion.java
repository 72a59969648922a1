package io.wave.containerfile.stage;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Expands variables in a word and removes quotes, as builders do: {@code $x}, {@code ${x}}, and {@code ${x…}} with
 * {@code -}, {@code +}, {@code ?}, each with or without a colon, and with {@code #}, {@code ##}, {@code %}, {@code %%},
 * {@code /}, {@code //}. Depth and length are limited; beyond the limits the value is unknown.
 */
final class Expansion {

    private static final int MAX_LENGTH = 8192;
    private static final int MAX_DEPTH = 20;
    private static final int END = -1;

    private final String word;
    private final char escape;
    private final Variables variables;
    private int at;
    /** Reason why the word is invalid: parsing stops. */
    private @Nullable String broken;
    /** Reason why a value is unknown: parsing continues, since another value may apply. */
    private @Nullable String unknown;

    private Expansion(String word, char escape, Variables variables) {
        this.word = word;
        this.escape = escape;
        this.variables = variables;
    }

    static Value of(String word, char escape, Variables variables) {
        Expansion expansion = new Expansion(word, escape, variables);
        String text = expansion.until(END, 0);
        String reason = expansion.broken == null ? expansion.unknown : expansion.broken;
        return reason == null ? new Value.Known(text) : new Value.Unknown(word, reason);
    }

    private String invalid(String reason) {
        if (broken == null) {
            broken = reason;
        }
        return "";
    }

    private int peek() {
        return at < word.length() ? word.charAt(at) : END;
    }

    /** The text before a character, which is skipped. */
    private String until(int stop, int depth) {
        StringBuilder text = new StringBuilder();
        while (peek() != END && broken == null) {
            if (peek() == stop) {
                at++;
                return text.toString();
            }
            text.append(part(depth));
            if (text.length() > MAX_LENGTH) {
                return invalid("longer than %d characters".formatted(MAX_LENGTH));
            }
        }
        return stop == END ? text.toString() : invalid("'%c' is missing".formatted((char) stop));
    }

    private String part(int depth) {
        char unit = word.charAt(at++);
        if (unit == '\'') {
            return singleQuoted();
        }
        if (unit == '"') {
            return doubleQuoted(depth);
        }
        if (unit == '$') {
            return variable(depth);
        }
        if (unit != escape) {
            return String.valueOf(unit);
        }
        return peek() == END ? "" : String.valueOf(word.charAt(at++));
    }

    private String singleQuoted() {
        int end = word.indexOf('\'', at);
        if (end < 0) {
            return invalid("a quoted string is not closed");
        }
        String text = word.substring(at, end);
        at = end + 1;
        return text;
    }

    private String doubleQuoted(int depth) {
        StringBuilder text = new StringBuilder();
        while (peek() != END && broken == null && text.length() <= MAX_LENGTH) {
            char unit = word.charAt(at++);
            if (unit == '"') {
                return text.toString();
            }
            if (unit == '$') {
                text.append(variable(depth));
            } else if (unit == escape && peek() != END) {
                char next = word.charAt(at++);
                text.append(next == '"' || next == '$' || next == escape ? "" : escape)
                        .append(next);
            } else {
                text.append(unit);
            }
        }
        return invalid("a quoted string is not closed");
    }

    private String variable(int depth) {
        if (peek() != '{') {
            String name = name();
            return name.isEmpty() ? "$" : text(value(name));
        }
        at++;
        String name = name();
        if (name.isEmpty() || depth == MAX_DEPTH) {
            return invalid(name.isEmpty() ? "a variable has no name" : "variables are nested too deeply");
        }
        int operator = peek();
        at++;
        return switch (operator) {
            case '}' -> text(value(name));
            case ':' -> {
                int inner = peek();
                at++;
                yield alternative(name, inner, true, depth);
            }
            case '-', '+', '?' -> alternative(name, operator, false, depth);
            case '#', '%' -> trimmed(name, (char) operator, depth);
            case '/' -> replaced(name, depth);
            default -> invalid("unknown modifier of '%s'".formatted(name));
        };
    }

    private String alternative(String name, int operator, boolean emptyIsUnset, int depth) {
        String before = unknown;
        String alternative = until('}', depth + 1);
        String after = unknown;
        unknown = before;
        Optional<Value> value = value(name);
        boolean set = value.isPresent() && !(emptyIsUnset && value.get().equals(new Value.Known("")));
        String text = text(value);
        if (operator == '?' && !set) {
            return invalid("the variable %s is not set in the file".formatted(name));
        }
        if (operator == (set ? '+' : '-')) {
            unknown = unknown == null ? after : unknown;
            return alternative;
        }
        return switch (operator) {
            case '-', '?' -> text;
            case '+' -> "";
            default -> invalid("unknown modifier of '%s'".formatted(name));
        };
    }

    private String trimmed(String name, char end, int depth) {
        boolean longest = peek() == end;
        if (longest) {
            at++;
        }
        Glob pattern = new Glob(until('}', depth + 1));
        String text = text(value(name));
        return pattern.fits(text)
                ? end == '#' ? pattern.withoutPrefix(text, longest) : pattern.withoutSuffix(text, longest)
                : invalid("a pattern is too long");
    }

    private String replaced(String name, int depth) {
        boolean all = peek() == '/';
        if (all) {
            at++;
        }
        Glob pattern = new Glob(until('/', depth + 1));
        String replacement = until('}', depth + 1);
        String text = text(value(name));
        return pattern.fits(text) ? pattern.replace(text, replacement, all) : invalid("a pattern is too long");
    }

    private Optional<Value> value(String name) {
        return variables.get(name);
    }

    private String text(Optional<Value> value) {
        return switch (value.orElse(new Value.Known(""))) {
            case Value.Known(var text) -> text;
            case Value.Unknown(var _, var reason) -> {
                unknown = unknown == null ? reason : unknown;
                yield "";
            }
        };
    }

    private String name() {
        int start = at;
        if (peek() != END && isLetter(peek())) {
            while (peek() != END && (isLetter(peek()) || isDigit(peek()))) {
                at++;
            }
        } else if (isDigit(peek())) {
            while (isDigit(peek())) {
                at++;
            }
        } else if (peek() != END && "@*#?-$!".indexOf(peek()) >= 0) {
            at++;
        }
        return word.substring(start, at);
    }

    private static boolean isLetter(int unit) {
        return unit == '_' || Character.isLetter(unit);
    }

    private static boolean isDigit(int unit) {
        return unit >= '0' && unit <= '9';
    }
}
