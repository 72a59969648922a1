package io.wave.api.account;

import io.wave.api.problem.ApiException;
import io.wave.image.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells operators from others. */
@Component
public class Accounts {

    private static final String BASIC = "Basic ";

    private final AccountProperties properties;

    Accounts(AccountProperties properties) {
        this.properties = properties;
    }

    /**
     * Lets operators pass.
     *
     * @param authorization the header of that name, or null
     * @throws ApiException 401 for all others
     */
    public void requireOperator(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            throw ApiException.unauthorized();
        }
        String credentials = decode(authorization.substring(BASIC.length()).strip());
        int colon = credentials.indexOf(':');
        if (colon < 0 || !isKnown(credentials.substring(0, colon), credentials.substring(colon + 1))) {
            throw ApiException.unauthorized();
        }
    }

    private boolean isKnown(String user, String password) {
        String expected = properties.accounts().getOrDefault(user, "");
        String given = Digest.of(bytes(password)).hex();
        return MessageDigest.isEqual(bytes(expected), bytes(given));
    }

    private static String decode(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw ApiException.unauthorized();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
