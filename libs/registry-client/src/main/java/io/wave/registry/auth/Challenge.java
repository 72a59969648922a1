package io.wave.registry.auth;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One challenge of a {@code WWW-Authenticate} header, RFC 9110 section 11.
 *
 * @param scheme scheme in lower case
 * @param parameters parameters by name in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {

    Challenge {
        scheme = scheme.toLowerCase(Locale.ROOT);
        parameters = Map.copyOf(parameters);
    }

    /** Approximate size in memory, in characters. */
    int weight() {
        return scheme.length()
                + parameters.entrySet().stream()
                        .mapToInt(parameter -> parameter.getKey().length()
                                + parameter.getValue().length())
                        .sum();
    }

    boolean isBearer() {
        return scheme.equals("bearer") && parameters.containsKey("realm");
    }

    boolean isBasic() {
        return scheme.equals("basic");
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }
}
