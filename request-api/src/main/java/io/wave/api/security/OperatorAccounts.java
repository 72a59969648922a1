package io.wave.api.security;

import com.github.benmanes.caffeine.cache.Ticker;
import io.wave.api.security.caller.Caller;
import io.wave.api.security.caller.CallerAuthentication;
import io.wave.api.security.limit.GuessLimiter;
import io.wave.api.security.limit.VerifiedCredentialsCache;
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

/** Authenticates operators by user name and password. */
@Component
class OperatorAccounts implements AuthenticationProvider {

    private static final Logger LOG = LoggerFactory.getLogger(OperatorAccounts.class);

    private final AccountProperties properties;
    private final GuessLimiter guesses;
    private final VerifiedCredentialsCache taken;
    private final PasswordVerifier passwords = new PasswordVerifier();
    private final PasswordCheckLimiter hashing =
            PasswordCheckLimiter.ofProcessors(Runtime.getRuntime().availableProcessors());

    OperatorAccounts(AccountProperties properties, GuessLimiter guesses, SecureRandom random) {
        this.properties = properties;
        this.guesses = guesses;
        this.taken = new VerifiedCredentialsCache(random, Ticker.systemTicker());
        List<String> weak = properties.accounts().entrySet().stream()
                .filter(account -> Sha256Passwords.isOne(account.getValue()))
                .map(account -> "wave.accounts." + account.getKey())
                .sorted()
                .toList();
        if (!weak.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("accounts", weak)
                    .log(
                            "Some passwords are stored as plain SHA-256 hashes, which are easy to crack: replace them with bcrypt hashes");
        }
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }

    /**
     * Authenticates an operator.
     *
     * @param attempt user name and password, with the client's address as its details
     * @throws BadCredentialsException if the account does not exist or the password is wrong
     * @throws UncheckedAttemptException if the credentials were not checked: 429 or 503
     */
    @Override
    public CallerAuthentication authenticate(Authentication attempt) {
        String user = attempt.getName();
        String password = String.valueOf(attempt.getCredentials());
        String address = String.valueOf(attempt.getDetails());
        if (!areValid(user, password, address)) {
            throw new BadCredentialsException("unknown account or wrong password");
        }
        return new CallerAuthentication(new Caller.Operator(user, address));
    }

    private boolean areValid(String user, String password, String address) {
        String credentials = user + ":" + password;
        if (taken.contain(credentials)) {
            return true;
        }
        try {
            if (!guesses.ofPassword(address, () -> hashing.compare(() -> isKnown(user, password)))) {
                return false;
            }
        } catch (ApiException notCompared) {
            throw new UncheckedAttemptException(notCompared);
        }
        taken.add(credentials);
        return true;
    }

    private boolean isKnown(String user, String password) {
        String hash = properties.accounts().get(user);
        return hash == null ? passwords.compareWithDummy(password) : passwords.match(password, hash);
    }
}
