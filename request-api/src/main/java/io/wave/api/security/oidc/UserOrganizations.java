package io.wave.api.security.oidc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The organizations of users of the OpenID Connect issuer and of Platforms, as with their latest token: usage is counted later than the request,
 * when the token is no longer there. Names of users are not stored.
 */
@Component
public class UserOrganizations {

    private static final Logger LOG = LoggerFactory.getLogger(UserOrganizations.class);
    private static final Duration REMEMBERED = Duration.ofMinutes(10);
    private static final int MAX_REMEMBERED = 10_000;

    private final JdbcClient jdbc;
    private final Cache<String, String> written = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(MAX_REMEMBERED)
            .build();

    UserOrganizations(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Stores the organization of a user. Without the database the next request of the user does. */
    public void remember(String tenant, String organization) {
        String name = organization.toLowerCase(Locale.ROOT);
        if (name.equals(written.getIfPresent(tenant))) {
            return;
        }
        try {
            jdbc.sql("""
                            INSERT INTO requests.user_organisation (tenant, organisation) VALUES (:tenant, :organisation)
                            ON CONFLICT (tenant) DO UPDATE SET organisation = :organisation, seen_at = now()
                            """).param("tenant", tenant).param("organisation", name).update();
            written.put(tenant, name);
        } catch (DataAccessException unavailable) {
            LOG.atWarn()
                    .addKeyValue("reason", unavailable.getMessage())
                    .log("The organization of a user was not stored");
        }
    }

    /** Stores the organization of a user for another tenant that is the same user. */
    public void copy(String tenant, String other) {
        if (written.getIfPresent(other) == null) {
            find(tenant).ifPresent(organization -> remember(other, organization));
        }
    }

    /** The organization of a tenant, in lower case; empty if the tenant is not such a user. */
    public Optional<String> find(String tenant) {
        return jdbc.sql("SELECT organisation FROM requests.user_organisation WHERE tenant = :tenant")
                .param("tenant", tenant)
                .query(String.class)
                .optional();
    }
}
