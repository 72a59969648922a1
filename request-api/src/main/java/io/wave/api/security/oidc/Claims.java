package io.wave.api.security.oidc;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a verified token. Names may contain dots ({@code https://example.org/roles}); a name that the token does not
 * have is read as a path into objects ({@code realm_access.roles}).
 */
record Claims(Map<String, Object> values) {

    private static final int MAX_LENGTH = 255;

    /** The values of a claim as text: those of a list, or one. */
    List<String> all(String name) {
        return texts(find(values, name));
    }

    /** The first value of a claim, unless it is empty or longer than any name. */
    Optional<String> first(String name) {
        return all(name).stream()
                .map(String::strip)
                .filter(text -> !text.isEmpty()
                        && text.length() <= MAX_LENGTH
                        && text.chars().noneMatch(Character::isISOControl))
                .findFirst();
    }

    private static @Nullable Object find(Map<?, ?> object, String name) {
        Object exact = object.get(name);
        int dot = name.indexOf('.');
        return exact == null && dot >= 0 && object.get(name.substring(0, dot)) instanceof Map<?, ?> inner
                ? find(inner, name.substring(dot + 1))
                : exact;
    }

    private static List<String> texts(@Nullable Object value) {
        return switch (value) {
            case String text -> List.of(text);
            case Boolean flag -> List.of(flag.toString());
            case Number number -> List.of(number.toString());
            case Collection<?> list ->
                list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList();
            case null, default -> List.of();
        };
    }
}
