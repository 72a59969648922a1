package io.wave.api.security;

import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The operators.
 *
 * @param accounts password hashes by user name, each starting with the algorithm in braces: {bcrypt}, {argon2} or
 *     {pbkdf2}; the plain SHA-256 hashes of Wave are accepted too, with a warning
 */
@Validated
@ConfigurationProperties("wave")
record AccountProperties(@DefaultValue Map<String, String> accounts) {

    private static final Pattern KNOWN = Pattern.compile("\\{(?:bcrypt|argon2|pbkdf2)}.+|[0-9a-f]{64}");

    /** @throws IllegalArgumentException if a hash has another format */
    AccountProperties {
        accounts.forEach((user, hash) -> {
            if (!KNOWN.matcher(hash).matches()) {
                throw new IllegalArgumentException(
                        "wave.accounts.%s: invalid password hash, it must start with {bcrypt}, {argon2} or {pbkdf2}"
                                .formatted(user));
            }
        });
    }

    @Override
    public String toString() {
        return "AccountProperties[accounts=" + accounts.keySet() + "]";
    }
}
