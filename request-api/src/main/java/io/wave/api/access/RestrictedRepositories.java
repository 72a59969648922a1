package io.wave.api.access;

import io.wave.api.platform.PlatformProperties;
import io.wave.image.ImageReference;
import io.wave.registry.config.TenantCredentials;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The repositories that some callers can read and others perhaps cannot: those for which the configuration gives callers different
 * credentials, and those that a user has read with credentials that are not in the configuration. The latter are in a table, since
 * what was read from them stays.
 */
@Component
public class RestrictedRepositories {

    private final TenantCredentials credentials;
    private final JdbcClient jdbc;
    private final boolean mayBeAdded;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Boolean any;

    RestrictedRepositories(TenantCredentials credentials, JdbcClient jdbc, PlatformProperties platforms) {
        this.credentials = credentials;
        this.jdbc = jdbc;
        this.mayBeAdded = !platforms.endpoints().isEmpty();
    }

    boolean contain(ImageReference image) {
        return credentials.differByTenant(image.registry(), image.repository())
                || known.contains(image.name())
                || (mayBeStored() && isStored(image.name()));
    }

    /** Without Platforms there are only those of earlier times, if any. */
    private boolean mayBeStored() {
        Boolean asked = any;
        if (mayBeAdded || Boolean.TRUE.equals(asked)) {
            return true;
        }
        if (asked != null) {
            return false;
        }
        boolean found = jdbc.sql("SELECT EXISTS (SELECT 1 FROM requests.restricted_repository)")
                .query(Boolean.class)
                .single();
        any = found;
        return found;
    }

    private boolean isStored(String name) {
        boolean stored = jdbc.sql("SELECT EXISTS (SELECT 1 FROM requests.restricted_repository WHERE name = :name)")
                .param("name", name)
                .query(Boolean.class)
                .single();
        if (stored) {
            known.add(name);
        }
        return stored;
    }

    /** Adds the repository of an image that is about to be read or pushed with the credentials of a user. */
    public void add(ImageReference image) {
        if (known.contains(image.name())) {
            return;
        }
        jdbc.sql("INSERT INTO requests.restricted_repository (name) VALUES (:name) ON CONFLICT DO NOTHING")
                .param("name", image.name())
                .update();
        known.add(image.name());
    }
}
