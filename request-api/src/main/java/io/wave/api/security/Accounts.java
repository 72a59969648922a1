package io.wave.api.security;

import com.github.benmanes.caffeine.cache.Ticker;
import io.wave.api.security.caller.Caller;
import io.wave.api.security.caller.CallerToken;
import io.wave.api.security.limit.Guesses;
import io.wave.api.web.problem.ApiException;
import java.security.SecureRandom;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/** Tells operators from others, by the name and password of an account. */
@Component
class Accounts implements AuthenticationProvider {

    private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);

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

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }

    /**
     * Identifies an operator.
     *
     * @param attempt user name and password, with the client's address as its details
     * @throws BadCredentialsException if there is no such account or the password is wrong
     * @throws RefusedAttempt if the credentials were not compared: 429 or 503
     */
    @Override
    public CallerToken authenticate(Authentication attempt) {
        String user = attempt.getName();
        String password = String.valueOf(attempt.getCredentials());
        String address = String.valueOf(attempt.getDetails());
        if (!areRight(user, password, address)) {
            throw new BadCredentialsException("no such account, or a wrong password");
        }
        return new CallerToken(new Caller.Operator(user, address));
    }

    private boolean areRight(String user, String password, String address) {
        String credentials = user + ":" + password;
        if (taken.contain(credentials)) {
            return true;
        }
        try {
            if (!guesses.ofPassword(address, () -> hashing.compare(() -> isKnown(user, password)))) {
                return false;
            }
        } catch (ApiException notCompared) {
            throw new RefusedAttempt(notCompared);
        }
        taken.add(credentials);
        return true;
    }

    private boolean isKnown(String user, String password) {
        String hash = properties.accounts().get(user);
        return hash == null ? passwords.matchNobody(password) : passwords.match(password, hash);
    }
}
