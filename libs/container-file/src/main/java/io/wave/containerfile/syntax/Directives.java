package io.wave.containerfile.syntax;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The parser directives at the beginning of a file: comments of the form {@code # name=value}. */
public final class Directives {

    private final Dialect dialect;
    private char escape = '\\';
    private boolean done;
    private @Nullable String syntax;

    public Directives(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Processes a line without leading blanks. Any line that is not a directive ends the directives. */
    public void addLine(String line, int number) {
        if (done) {
            return;
        }
        int equals = line.indexOf('=');
        String name = line.startsWith("#") && equals > 0
                ? Blanks.trim(line.substring(1, equals)).toLowerCase(java.util.Locale.ROOT)
                : "";
        String value = equals < 0 ? "" : Blanks.trim(line.substring(equals + 1));
        if (value.isEmpty() || !isName(name)) {
            done = true;
        } else if (name.equals("escape")) {
            escape = escape(value, number);
        } else if (!dialect.skipsUnknownDirectives()) {
            done = true;
        } else if (name.equals("syntax") && syntax == null) {
            syntax = value;
        }
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.chars().allMatch(unit -> unit < 128 && Character.isLetterOrDigit(unit))
                && Character.isLetter(name.charAt(0));
    }

    private char escape(String value, int number) {
        String word = dialect.skipsUnknownDirectives() ? value : value.substring(0, 1);
        if (!word.equals("\\") && !word.equals("`")) {
            throw new InvalidContainerFileException(number, "the escape directive must be '\\' or '`'");
        }
        return word.charAt(0);
    }

    public char escape() {
        return escape;
    }

    /** The image of the frontend for the file. */
    public Optional<String> syntax() {
        return Optional.ofNullable(syntax);
    }
}
