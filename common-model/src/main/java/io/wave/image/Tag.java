package io.wave.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * A tag, as defined by the OCI distribution specification.
 *
 * @param name at most 128 characters: a letter, digit or {@code _}, then letters, digits and {@code . _ -}
 */
public record Tag(@JsonValue String name) implements Reference {

    private static final Pattern GRAMMAR = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");

    /** @throws IllegalArgumentException if the name is malformed */
    @JsonCreator
    public Tag {
        if (!GRAMMAR.matcher(name).matches()) {
            throw new IllegalArgumentException("invalid tag '%s'".formatted(name));
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
