package io.wave.api.account;

import com.github.benmanes.caffeine.cache.Ticker;
import io.wave.api.limit.Guesses;
import io.wave.api.problem.ApiException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
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
    private final Guesses guesses;
    private final TakenCredentials taken;
    private final Passwords passwords = new Passwords();
    private final PasswordHashing hashing =
            PasswordHashing.ofProcessors(Runtime.getRuntime().availableProcessors());

    Accounts(AccountProperties properties, Guesses guesses, SecureRandom random) {
        this.properties = properties;
        this.guesses = guesses;
        this.taken = new TakenCredentials(random, Ticker.systemTicker());
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
     * @throws ApiException 401 for all others; 429 or 503 for who is not told yet
     */
    public void requireOperator(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            throw ApiException.unauthorized();
        }
        String credentials = decode(authorization.substring(BASIC.length()).strip());
        if (!taken.contain(credentials)) {
            if (!guesses.ofPassword(() -> hashing.compare(() -> isKnown(credentials)))) {
                throw ApiException.unauthorized();
            }
            taken.add(credentials);
        }
    }

    private boolean isKnown(String credentials) {
        int colon = credentials.indexOf(':');
        return colon >= 0 && isKnown(credentials.substring(0, colon), credentials.substring(colon + 1));
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
