package io.wave.api.security.token;

import io.wave.api.security.oidc.UserOrganizations;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The organizations under which usage of tenants is counted. */
@Component
public class Organizations {

    private final StaticTokens tokens;
    private final UserOrganizations users;

    Organizations(StaticTokens tokens, UserOrganizations users) {
        this.tokens = tokens;
        this.users = users;
    }

    /** The organization of a tenant; empty for tenants that are not known. */
    public Optional<String> of(String tenant) {
        return tokens.organization(tenant).or(() -> users.find(tenant));
    }
}
