package io.wave.config.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.security.Principal;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * A request with the internal secret. It has a principal, so that the health endpoint shows details, and for the actuator no
 * {@code Authorization}, which may contain the secret and is not the login of a user.
 */
final class InternalRequest extends HttpServletRequestWrapper {

    private static final Principal CALLER = () -> "internal";

    private final boolean withoutLogin;

    InternalRequest(HttpServletRequest request, boolean withoutLogin) {
        super(request);
        this.withoutLogin = withoutLogin;
    }

    @Override
    public Principal getUserPrincipal() {
        return CALLER;
    }

    @Override
    public @Nullable String getHeader(String name) {
        return isHidden(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return isHidden(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
    }

    private boolean isHidden(String name) {
        return withoutLogin && name.equalsIgnoreCase(HttpHeaders.AUTHORIZATION);
    }
}
