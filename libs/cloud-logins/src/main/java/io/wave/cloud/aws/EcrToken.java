package io.wave.cloud.aws;

import io.wave.cloud.login.LoginException;
import io.wave.cloud.login.LoginException.Reason;
import io.wave.registry.config.Credentials;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * An authorization token of Amazon ECR.
 *
 * @param login what it stands for
 * @param end when it ends
 */
record EcrToken(Credentials login, Instant end) {

    /**
     * Decodes a token.
     *
     * @param encoded base64 of {@code user:password}
     * @throws LoginException if it is missing or has another form
     */
    static EcrToken of(@Nullable String encoded, @Nullable Instant end) {
        if (encoded == null || end == null) {
            throw missing();
        }
        String decoded = decoded(encoded);
        int colon = decoded.indexOf(':');
        if (colon <= 0) {
            throw missing();
        }
        return new EcrToken(new Credentials(decoded.substring(0, colon), decoded.substring(colon + 1)), end);
    }

    private static String decoded(String encoded) {
        try {
            return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException noBase64) {
            throw missing();
        }
    }

    static LoginException missing() {
        return new LoginException(Reason.UNAVAILABLE, "AWS has responded without a login", null);
    }

    @Override
    public String toString() {
        return "***";
    }
}
