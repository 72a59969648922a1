package io.wave.api.security;

import io.wave.api.security.caller.Caller;
import io.wave.api.security.caller.CallerAuthentication;
import io.wave.api.security.caller.ClientAddress;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;

/** Makes unauthenticated callers anonymous callers. */
final class AnonymousCallerFilter extends AnonymousAuthenticationFilter {

    private static final String NAME = "anonymous";

    AnonymousCallerFilter() {
        super(NAME, NAME, List.of(new SimpleGrantedAuthority("ROLE_ANONYMOUS")));
    }

    @Override
    protected Authentication createAuthentication(HttpServletRequest request) {
        return new CallerAuthentication(new Caller.Anonymous(ClientAddress.of(request)));
    }
}
