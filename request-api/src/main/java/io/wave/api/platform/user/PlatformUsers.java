package io.wave.api.platform.user;

import io.wave.api.platform.PlatformEndpoint;
import io.wave.api.platform.PlatformProperties;
import io.wave.api.platform.PlatformToken;
import io.wave.api.platform.call.PlatformClient;
import io.wave.api.platform.call.PlatformLogin;
import io.wave.api.platform.login.LoginChecks;
import io.wave.api.platform.login.PlatformLogins;
import io.wave.api.platform.pairing.Pairings;
import io.wave.api.security.caller.Caller;
import io.wave.api.security.caller.Secret;
import io.wave.api.security.limit.GuessLimiter;
import io.wave.api.security.oidc.UserOrganizations;
import io.wave.api.web.problem.ApiException;
import io.wave.image.Digest;
import io.wave.registry.config.UserLogins;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Identifies users by tokens of their Platform. The token is sent to that Platform only, and stored only if it can be refreshed. */
public final class PlatformUsers {

    private static final int TENANT_DIGITS = 32;
    private static final String USER_INFO = "/user-info";

    private final PlatformProperties properties;
    private final Pairings pairings;
    private final PlatformClient client;
    private final PlatformLogins logins;
    private final LoginChecks checks;
    private final UserCache users;
    private final GuessLimiter guesses;
    private final UserOrganizations organizations;

    PlatformUsers(
            PlatformProperties properties,
            Pairings pairings,
            PlatformClient client,
            PlatformLogins logins,
            LoginChecks checks,
            UserCache users,
            GuessLimiter guesses,
            UserOrganizations organizations) {
        this.properties = properties;
        this.pairings = pairings;
        this.client = client;
        this.logins = logins;
        this.checks = checks;
        this.users = users;
        this.guesses = guesses;
        this.organizations = organizations;
    }

    /**
     * The user of a token. A token that the Platform does not accept is refreshed, now and later.
     *
     * @param refresh refresh token; empty if there is none
     * @param endpoint URL of the API of the Platform; by default that of Seqera Cloud
     * @param address address of the client
     * @throws ApiException 400 if a token cannot be one, or the endpoint is invalid, or not one of a Platform that has connected; 401 if the Platform accepts
     *     neither of the tokens; 429 after too many of those; 408, 502 or 503 if it does not answer as it should
     */
    public Caller.User require(Secret token, Optional<Secret> refresh, @Nullable String endpoint, String address) {
        requireForm("towerAccessToken", token);
        refresh.ifPresent(sent -> requireForm("towerRefreshToken", sent));
        PlatformEndpoint platform =
                accepted(endpoint).filter(pairings::exists).orElseThrow(() -> notConnected(endpoint));
        PlatformLogin login = new PlatformLogin(platform, token);
        check(login, refresh, address);
        PlatformUser user = users.get(login, () -> counted(address, () -> load(login, refresh)));
        refresh.ifPresent(sent -> logins.keep(login, sent));
        String tenant = tenant(user, platform);
        organizations.remember(tenant, organization(user, platform));
        return new Caller.User(tenant, Optional.of(user.name()), false, address);
    }

    private static void requireForm(String field, Secret token) {
        if (!PlatformToken.isValid(token.value())) {
            throw ApiException.invalid(field, "is no token: expected " + PlatformToken.FORM_IN_WORDS);
        }
    }

    /**
     * The login of a token that {@link #require} has accepted.
     *
     * @param endpoint as there
     */
    public PlatformLogin login(Secret token, @Nullable String endpoint) {
        return new PlatformLogin(accepted(endpoint).orElseThrow(() -> notConnected(endpoint)), token);
    }

    /**
     * Asks a Platform whose login this is.
     *
     * @throws ApiException if it does not say: 401 if it does not accept the login; 408, 502 or 503 if it does not answer as a Platform does
     */
    public void requireKnown(PlatformLogin login) {
        var _ = info(login);
    }

    /** Forgets the user of a login, which is not accepted any more. */
    public void forget(PlatformLogin login) {
        users.forget(login);
    }

    /** The same user as a tenant with the credentials of a workspace; those of the user if there is none. */
    public Caller.User inWorkspace(Caller.User user, Optional<Long> workspace) {
        String tenant =
                tenant(user.tenant() + "\n" + workspace.map(String::valueOf).orElse(""));
        organizations.copy(user.tenant(), tenant);
        return new Caller.User(tenant, user.user(), false, user.address(), user.account());
    }

    private static String tenant(PlatformUser user, PlatformEndpoint platform) {
        return tenant(platform.location() + "\n" + user.id());
    }

    private static String tenant(String text) {
        return UserLogins.TENANT_PREFIX
                + Digest.of(text.getBytes(StandardCharsets.UTF_8)).hex().substring(0, TENANT_DIGITS);
    }

    private static String organization(PlatformUser user, PlatformEndpoint platform) {
        return user.domain().orElseGet(platform::host);
    }

    private Optional<PlatformEndpoint> accepted(@Nullable String sent) {
        return properties.find(parsed(sent));
    }

    private static PlatformEndpoint parsed(@Nullable String sent) {
        try {
            return PlatformEndpoint.parse(sent);
        } catch (IllegalArgumentException invalid) {
            throw ApiException.invalid("towerEndpoint", String.valueOf(invalid.getMessage()));
        }
    }

    private static ApiException notConnected(@Nullable String sent) {
        return ApiException.invalid(
                "towerEndpoint",
                "the Platform '%s' is not connected to this service; check the URL, or ask the operator of this service to connect it"
                        .formatted(parsed(sent)));
    }

    /** Wrong tokens are counted: they are tried out here, and at the Platform. */
    private <T> T counted(String address, Supplier<T> attempt) {
        AtomicReference<@Nullable ApiException> refused = new AtomicReference<>();
        AtomicReference<@Nullable T> found = new AtomicReference<>();
        guesses.ofToken(address, () -> {
            try {
                found.set(attempt.get());
                return true;
            } catch (ApiException failure) {
                if (failure.status() != HttpStatus.UNAUTHORIZED) {
                    throw failure;
                }
                refused.set(failure);
                return false;
            }
        });
        return Optional.ofNullable(found.get())
                .orElseThrow(() -> Optional.ofNullable(refused.get()).orElseThrow());
    }

    private void check(PlatformLogin login, Optional<Secret> refresh, String address) {
        try {
            checks.check(login, refresh);
        } catch (ApiException refused) {
            counted(address, () -> {
                throw refused;
            });
        }
    }

    private PlatformUser load(PlatformLogin login, Optional<Secret> refresh) {
        refresh.ifPresent(sent -> logins.offer(login, sent));
        return info(login);
    }

    private PlatformUser info(PlatformLogin login) {
        return client.get(
                        login,
                        USER_INFO,
                        PlatformUser.Described.class,
                        "towerAccessToken: the Platform does not let this token read its user")
                .identified()
                .orElseThrow(() -> ApiException.upstream(
                        502,
                        "towerEndpoint: the Platform %s does not say whose token this is".formatted(login.endpoint()),
                        null,
                        null));
    }
}
