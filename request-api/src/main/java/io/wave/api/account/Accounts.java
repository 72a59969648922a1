package io.wave.api.account;

import io.wave.api.problem.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Tells operators from others. */
@Component
public class Accounts {

    private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);
    private static final String BASIC = "Basic ";

    private final AccountProperties properties;
    private final Passwords passwords = new Passwords();

    Accounts(AccountProperties properties) {
        this.properties = properties;
        List<String> weak = properties.accounts().entrySet().stream()
                .filter(account -> Sha256Passwords.isOne(account.getValue()))
                .map(account -> "wave.accounts." + account.getKey())
                .sorted()
                .toList();
        if (!weak.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("accounts", weak)
                    .log("Passwords are kept as plain SHA-256, which is quick to guess: hash them anew with bcrypt");
        }
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
        String hash = properties.accounts().get(user);
        return hash == null ? passwords.matchNobody(password) : passwords.match(password, hash);
    }

    private static String decode(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw ApiException.unauthorized();
        }
    }
}
