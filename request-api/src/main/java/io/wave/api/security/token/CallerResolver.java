package io.wave.api.security.token;

import io.wave.api.platform.user.PlatformUsers;
import io.wave.api.security.caller.Caller;
import io.wave.api.security.caller.Secret;
import io.wave.api.web.problem.ApiException;
import io.wave.registry.config.UserLogins;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Determines the caller from the request body, where clients of Wave send their token. An API token or a JSON web token
 * identifies a user, and so does the token of a Platform that is connected ({@code wave.platform.endpoints}). Without Platforms,
 * requests with a Platform token are treated as anonymous or rejected, depending on the configuration.
 */
@Component
public class CallerResolver {

    private static final Logger LOG = LoggerFactory.getLogger(CallerResolver.class);
    private static final String TOKEN = "towerAccessToken";

    private final CapabilityProperties capabilities;
    private final ApiTokens tokens;
    private final Optional<PlatformUsers> platforms;
    private final AtomicBoolean warned = new AtomicBoolean();

    CallerResolver(CapabilityProperties capabilities, ApiTokens tokens, ObjectProvider<PlatformUsers> platforms) {
        this.capabilities = capabilities;
        this.tokens = tokens;
        this.platforms = Optional.ofNullable(platforms.getIfAvailable());
    }

    /** The caller, including the identity in a body that has no refresh token. */
    public Caller identify(Caller httpCaller, @Nullable Secret token, @Nullable String endpoint) {
        return identify(httpCaller, token, null, endpoint);
    }

    /**
     * The caller, including the identity in the body.
     *
     * @param httpCaller the caller as determined by the filter chain
     * @param token token in the body, or null
     * @param refresh refresh token of a Platform, or null
     * @param endpoint URL of the API of the Platform of the token, or null
     * @throws ApiException 400 if it differs from the token in the header, or is a Platform token and these are not
     *     ignored; 401 if it is unknown; 408, 502 or 503 if the Platform does not answer as it should
     */
    public Caller identify(
            Caller httpCaller, @Nullable Secret token, @Nullable Secret refresh, @Nullable String endpoint) {
        if (token == null || token.isEmpty()) {
            return httpCaller;
        }
        Optional<Caller.User> user = tokens.find(TOKEN, token.value(), httpCaller.address());
        if (httpCaller instanceof Caller.User) {
            if (!user.equals(Optional.of(httpCaller))) {
                throw ApiException.invalid(
                        TOKEN, "differs from the API token in the Authorization header; send one of them");
            }
            return httpCaller;
        }
        return user.isPresent() ? user.get() : withPlatformToken(httpCaller, token, refresh, endpoint);
    }

    private Caller withPlatformToken(
            Caller httpCaller, Secret token, @Nullable Secret refresh, @Nullable String endpoint) {
        Optional<Secret> refreshed = Optional.ofNullable(refresh).filter(sent -> !sent.isEmpty());
        return platforms.isPresent()
                ? platforms.get().require(token, refreshed, endpoint, httpCaller.address())
                : withoutPlatformToken(httpCaller, token);
    }

    private Caller withoutPlatformToken(Caller httpCaller, Secret token) {
        if (!capabilities.ignorePlatformTokens()) {
            if (tokens.exist()) {
                return tokens.require(TOKEN, token.value(), httpCaller.address());
            }
            throw ApiException.invalid(
                    TOKEN,
                    "is not supported: this service does not authenticate Platform tokens. Remove the token: unset"
                            + " tower.accessToken in the Nextflow configuration, TOWER_ACCESS_TOKEN in the environment,"
                            + " or --tower-token of the Wave CLI");
        }
        if (warned.compareAndSet(false, true)) {
            LOG.warn("Requests with Platform tokens are treated as anonymous"
                    + " (wave.capabilities.ignore-platform-tokens)");
        }
        return httpCaller;
    }

    /** A user of a Platform with the registry credentials of a workspace; any other caller as it is. */
    public Caller inWorkspace(Caller caller, @Nullable Long workspace) {
        return caller instanceof Caller.User user && platforms.isPresent() && UserLogins.isUser(user.tenant())
                ? platforms.get().inWorkspace(user, Optional.ofNullable(workspace))
                : caller;
    }

    /** @throws ApiException 401 if the caller is anonymous and anonymous access is disabled */
    public void requireAccess(Caller caller) {
        requireAccess(caller, "");
    }

    /**
     * For requests whose body may contain the token.
     *
     * @throws ApiException 401 if the caller is anonymous and anonymous access is disabled
     */
    public void requireAccessByBody(Caller caller) {
        requireAccess(caller, ", or as " + TOKEN);
    }

    private void requireAccess(Caller caller, String alternative) {
        if (caller instanceof Caller.Anonymous && !capabilities.anonymousAccess()) {
            throw ApiException.tokenRequired(
                    "authentication required: anonymous access is disabled (wave.capabilities.anonymous-access). Send"
                            + " an API token in the header Authorization: Bearer" + alternative);
        }
    }
}
