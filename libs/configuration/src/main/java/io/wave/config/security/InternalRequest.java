package io.wave.config.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.security.Principal;

/** The request of a caller with the internal secret: one that is known, so that the health page shows it details. */
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
