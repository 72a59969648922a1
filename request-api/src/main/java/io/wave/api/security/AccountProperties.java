package io.wave.api.security;

import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The operators.
 *
 * @param accounts by user name, the hash of the password after the name of the algorithm in braces: bcrypt, argon2 or
 *     pbkdf2; the SHA-256 in lower-case hexadecimal digits of the existing service is read too, and warned of
 */
@Validated
@ConfigurationProperties("wave")
record AccountProperties(@DefaultValue Map<String, String> accounts) {

    private static final Pattern KNOWN = Pattern.compile("\\{(?:bcrypt|argon2|pbkdf2)}.+|[0-9a-f]{64}");

    /** @throws IllegalArgumentException if a hash has another form */
    AccountProperties {
        accounts.forEach((user, hash) -> {
            if (!KNOWN.matcher(hash).matches()) {
                throw new IllegalArgumentException(
                        "wave.accounts.%s is no hash of a password: it begins with {bcrypt}, {argon2} or {pbkdf2}"
                                .formatted(user));
            }
        });
    }

    @Override
    public String toString() {
        return "AccountProperties[accounts=" + accounts.keySet() + "]";
    }
}
