package io.wave.api.security.token;

import io.wave.image.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A static API token and the user that it identifies.
 *
 * @param secret <code>{sha256}</code> and the SHA-256 hash of the token in hexadecimal digits, or <code>{noop}</code>
 *     and the token itself, with at least 20 characters
 * @param user name of the user; by default the name of the token
 * @param email e-mail address of the user
 * @param organization organization under which usage is counted; by default the domain of the e-mail address, or else
 *     the name of the token
 * @param operator whether the user has the rights of an operator
 * @param mail when the user gets an e-mail at the end of a build, mirror or scan: {@code always}, {@code on-error} or {@code
 *     never}; by default {@code wave.mail.when}
 */
record StaticToken(
        @Nullable String secret,
        @Nullable String user,
        @Nullable String email,
        @Nullable String organization,
        @DefaultValue("false") boolean operator,
        @Nullable MailPreference mail) {

    private static final String NOOP = "{noop}";
    private static final String SHA256 = "{sha256}";
    private static final int MIN_LENGTH = 20;
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern PRINTABLE = Pattern.compile("[!-~]+");

    /** @throws IllegalArgumentException if the secret has another format; the message does not contain it */
    StaticToken {
        if (secret == null || !isValid(secret)) {
            throw new IllegalArgumentException(
                    ("secret: must be {sha256} and 64 lower-case hexadecimal digits, or {noop} and a token of at least"
                                    + " %d printable ASCII characters without spaces")
                            .formatted(MIN_LENGTH));
        }
    }

    private static boolean isValid(String secret) {
        if (secret.startsWith(SHA256)) {
            return HASH.matcher(secret.substring(SHA256.length())).matches();
        }
        String token = secret.startsWith(NOOP) ? secret.substring(NOOP.length()) : "";
        return token.length() >= MIN_LENGTH && PRINTABLE.matcher(token).matches();
    }

    /** The SHA-256 hash of the token, in hexadecimal digits. */
    String hash() {
        String text = String.valueOf(secret);
        return text.startsWith(SHA256) ? text.substring(SHA256.length()) : hash(text.substring(NOOP.length()));
    }

    static String hash(String token) {
        return Digest.of(token.getBytes(StandardCharsets.UTF_8)).hex();
    }

    /** The organization in lower case, as the metrics are queried. */
    Optional<String> countedOrganization() {
        return Optional.ofNullable(organization)
                .or(() -> Optional.ofNullable(email).map(address -> address.substring(address.lastIndexOf('@') + 1)))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty());
    }

    @Override
    public String toString() {
        return "StaticToken[user=%s, operator=%s]".formatted(user, operator);
    }
}
