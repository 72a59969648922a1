package io.wave.api.security.token;

import io.wave.token.RequestRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.validation.annotation.Validated;

/**
 * Static API tokens of users.
 *
 * @param tokens API tokens of users by name, which is also the tenant; each with {@code secret}, and optionally {@code
 *     user}, {@code email}, {@code organization}, {@code operator}, {@code mail}, {@code credentials} and {@code registries}
 */
@Validated
@ConfigurationProperties("wave.tokens")
record StaticTokenProperties(@Name("static") @DefaultValue Map<String, StaticToken> tokens) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    /** @throws IllegalArgumentException if a name or a secret is invalid or used twice */
    StaticTokenProperties {
        Map<String, String> names = new HashMap<>();
        tokens.forEach((name, token) -> {
            if (!NAME.matcher(name).matches() || name.equals(RequestRecord.ANONYMOUS)) {
                throw new IllegalArgumentException(
                        ("wave.tokens.static.%s: invalid name, it must have 1 to 63 lower-case letters, digits and"
                                        + " hyphens, and must not be '%s'")
                                .formatted(name, RequestRecord.ANONYMOUS));
            }
            String other = names.put(token.hash(), name);
            if (other != null) {
                throw new IllegalArgumentException(
                        "wave.tokens.static.%s.secret: wave.tokens.static.%s has the same secret, each token needs one of its own"
                                .formatted(name, other));
            }
        });
    }
}
