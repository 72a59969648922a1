package io.wave.config.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.security.Principal;

/** A request with the internal secret. It has a principal, so that the health endpoint shows details. */
final class InternalRequest extends HttpServletRequestWrapper {

    private static final Principal CALLER = () -> "internal";

    InternalRequest(HttpServletRequest request) {
        super(request);
    }

    @Override
    public Principal getUserPrincipal() {
        return CALLER;
    }
}
