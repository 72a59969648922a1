package io.wave.registry.auth;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Parses {@code WWW-Authenticate}: several challenges in one or more headers, with parameters in any order, as tokens or
 * quoted strings. Parsing of a header stops at malformed text; the challenges before it are kept.
 */
final class ChallengeParser {

    private final String text;
    private final List<Challenge> found = new ArrayList<>();
    private int position;

    private ChallengeParser(String text) {
        this.text = text;
    }

    static List<Challenge> parse(List<String> headers) {
        return headers.stream()
                .flatMap(header -> new ChallengeParser(header).challenges().stream())
                .toList();
    }

    private List<Challenge> challenges() {
        skipCommasAndSpaces();
        while (position < text.length()) {
            String scheme = token();
            if (scheme.isEmpty()) {
                return found;
            }
            Map<String, String> parameters = parameters();
            found.add(new Challenge(scheme, parameters));
            skipCommasAndSpaces();
        }
        return found;
    }

    private Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        while (true) {
            int start = position;
            skipCommasAndSpaces();
            String name = token();
            skipSpaces();
            if (name.isEmpty() || !at('=')) {
                // A token without '=' is the scheme of the next challenge.
                position = start;
                return parameters;
            }
            if (!skipPadding()) {
                parameters.put(name.toLowerCase(Locale.ROOT), value());
            }
        }
    }

    /** Skips one '=', or all of them at the end of a token68, such as that of {@code Negotiate}. */
    private boolean skipPadding() {
        position++;
        skipSpaces();
        int start = position;
        while (at('=')) {
            position++;
        }
        skipSpaces();
        return position > start || position == text.length() || at(',');
    }

    private String value() {
        return at('"') ? quoted() : run(ChallengeParser::isBareValue);
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        position++;
        while (position < text.length() && !at('"')) {
            if (at('\\') && position + 1 < text.length()) {
                position++;
            }
            value.append(text.charAt(position++));
        }
        position = Math.min(position + 1, text.length());
        return value.toString();
    }

    private String token() {
        return run(ChallengeParser::isTokenCharacter);
    }

    private String run(IntPredicate accepted) {
        int start = position;
        while (position < text.length() && accepted.test(text.charAt(position))) {
            position++;
        }
        return text.substring(start, position);
    }

    private void skipSpaces() {
        run(Character::isWhitespace);
    }

    private void skipCommasAndSpaces() {
        run(character -> character == ',' || Character.isWhitespace(character));
    }

    private boolean at(char expected) {
        return position < text.length() && text.charAt(position) == expected;
    }

    private static boolean isTokenCharacter(int character) {
        return character > ' ' && character < 127 && "()<>@,;:\\\"[]?={}".indexOf(character) < 0;
    }

    /** More lenient than the grammar, since some registries send a URI without quotes. */
    private static boolean isBareValue(int character) {
        return character != ',' && character != '"' && !Character.isWhitespace(character);
    }
}
