package io.wave.api.security.token;

import io.wave.api.platform.user.PlatformUsers;
import io.wave.api.security.caller.Caller;
import io.wave.api.security.oidc.JwtUsers;
import io.wave.api.web.problem.ApiException;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Identifies users by their tokens. A token that equals a static API token is that; any other JSON web token is one of the
 * OpenID Connect issuer, if one is configured. What remains belongs to other services, unless it has the prefix of this one.
 */
@Component
public class ApiTokens {

    private final StaticTokens tokens;
    private final Optional<JwtUsers> issuer;
    private final CapabilityProperties capabilities;
    private final boolean platforms;

    ApiTokens(
            StaticTokens tokens,
            ObjectProvider<JwtUsers> issuer,
            CapabilityProperties capabilities,
            ObjectProvider<PlatformUsers> platforms) {
        this.platforms = platforms.getIfAvailable() != null;
        this.tokens = tokens;
        this.issuer = Optional.ofNullable(issuer.getIfAvailable());
        this.capabilities = capabilities;
    }

    /**
     * Finds the user of a token that may be one of another service.
     *
     * @param field name of the header or member with the token, for messages
     * @param address address of the client
     * @return empty for the token of another service
     * @throws ApiException 401 for an unknown token with the prefix of this service, and for a JSON web token that is not
     *     accepted; 429 after too many unknown ones; 503 while the issuer cannot be asked
     */
    public Optional<Caller.User> find(String field, String token, String address) {
        Optional<Caller.User> known = tokens.find(field, token, address);
        if (known.isPresent()) {
            return known;
        }
        return issuer.filter(users -> JwtUsers.isJwt(token))
                .filter(users -> !(hasPlatformTokens() && users.isForeign(token)))
                .map(users -> users.require(field, token, address));
    }

    private boolean hasPlatformTokens() {
        return capabilities.ignorePlatformTokens() || platforms;
    }

    /**
     * The user of a token that must be one of this service.
     *
     * @throws ApiException 401 for an unknown token; 429 without checking, after too many of them
     */
    Caller.User require(String field, String token, String address) {
        return find(field, token, address).orElseGet(() -> tokens.require(field, token, address));
    }

    /** Whether any tokens are accepted. */
    boolean exist() {
        return tokens.exist() || issuer.isPresent();
    }
}
