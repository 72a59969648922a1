package io.wave.api.security.token;

import com.github.benmanes.caffeine.cache.Ticker;
import io.wave.api.security.caller.Caller;
import io.wave.api.security.limit.GuessLimiter;
import io.wave.api.security.limit.VerifiedCredentialsCache;
import io.wave.api.web.problem.ApiException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Identifies users by static API tokens. */
@Component
class StaticTokens {

    /** Tokens of this service may have this prefix, which distinguishes them from those of other services. */
    private static final String PREFIX = "wave_";

    private final Map<String, StaticToken> tokens;
    private final Map<String, byte[]> hashes;
    private final GuessLimiter guesses;
    private final VerifiedCredentialsCache verified;

    StaticTokens(StaticTokenProperties properties, GuessLimiter guesses, SecureRandom random) {
        this.tokens = properties.tokens();
        this.hashes = HashMap.newHashMap(tokens.size());
        tokens.forEach((name, token) -> hashes.put(name, bytes(token.hash())));
        this.guesses = guesses;
        this.verified = new VerifiedCredentialsCache(random, Ticker.systemTicker());
    }

    /**
     * Finds the user of a token that may be one of another service.
     *
     * @param field name of the header or member with the token, for messages
     * @param address address of the client
     * @return empty for the token of another service
     * @throws ApiException 401 for an unknown token with the prefix of this service; 429 after too many of them
     */
    Optional<Caller.User> find(String field, String token, String address) {
        return token.startsWith(PREFIX)
                ? Optional.of(require(field, token, address))
                : match(token).map(found -> user(found, address));
    }

    /**
     * The user of a token.
     *
     * @throws ApiException 401 for an unknown token; 429 without checking, after too many of them
     */
    Caller.User require(String field, String token, String address) {
        String attempt = address + " " + token;
        Optional<String> found = match(token);
        boolean known = found.isPresent() && verified.contain(attempt);
        if (!known && !guesses.ofToken(address, found::isPresent)) {
            throw ApiException.tokenRequired(
                    field + ": unknown API token; check it, or ask the operator of this service for one");
        }
        verified.add(attempt);
        return user(found.orElseThrow(), address);
    }

    /** Whether any tokens are configured. */
    boolean exist() {
        return !tokens.isEmpty();
    }

    /** The name of a token. It is compared with all of them in constant time, so that the time does not depend on the token. */
    private Optional<String> match(String token) {
        if (hashes.isEmpty()) {
            return Optional.empty();
        }
        byte[] hash = bytes(StaticToken.hash(token));
        Optional<String> found = Optional.empty();
        for (Map.Entry<String, byte[]> entry : hashes.entrySet()) {
            if (MessageDigest.isEqual(entry.getValue(), hash)) {
                found = Optional.of(entry.getKey());
            }
        }
        return found;
    }

    private static byte[] bytes(String hash) {
        return hash.getBytes(StandardCharsets.US_ASCII);
    }

    private Caller.User user(String tenant, String address) {
        StaticToken token = Objects.requireNonNull(tokens.get(tenant));
        return new Caller.User(
                tenant, Optional.ofNullable(token.user()).or(() -> Optional.of(tenant)), token.operator(), address);
    }

    /** Where a tenant gets e-mails; empty for tenants without a token or without an address. */
    Optional<MailAddress> mailAddress(String tenant) {
        return Optional.ofNullable(tokens.get(tenant))
                .filter(token -> token.email() != null)
                .map(token ->
                        new MailAddress(Objects.requireNonNull(token.email()), Optional.ofNullable(token.mail())));
    }

    /** The organization under which usage of a tenant is counted; empty for tenants without a token. */
    Optional<String> organization(String tenant) {
        return Optional.ofNullable(tokens.get(tenant))
                .map(token -> token.countedOrganization().orElse(tenant));
    }
}
