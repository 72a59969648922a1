package io.wave.api.security.caller;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** The authentication of a caller in Spring Security. */
public final class CallerAuthentication extends AbstractAuthenticationToken {

    private final transient Caller caller;

    /** The caller. */
    public CallerAuthentication(Caller caller) {
        super(List.of());
        this.caller = caller;
        setAuthenticated(true);
    }

    @Override
    public Caller getPrincipal() {
        return caller;
    }

    /** Empty: credentials are not kept after authentication. */
    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public String getName() {
        return caller.user().orElse(caller.tenant());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CallerAuthentication token && token.caller.equals(caller);
    }

    @Override
    public int hashCode() {
        return caller.hashCode();
    }
}
