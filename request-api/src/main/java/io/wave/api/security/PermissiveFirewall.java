package io.wave.api.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.web.firewall.FirewalledRequest;
import org.springframework.security.web.firewall.HttpFirewall;

/**
 * Accepts all requests. The default firewall of Spring Security rejects headers and paths to protect path-based rules,
 * which do not exist here.
 */
final class PermissiveFirewall implements HttpFirewall {

    @Override
    public FirewalledRequest getFirewalledRequest(HttpServletRequest request) {
        return new Unchanged(request);
    }

    @Override
    public HttpServletResponse getFirewalledResponse(HttpServletResponse response) {
        return response;
    }

    private static final class Unchanged extends FirewalledRequest {

        Unchanged(HttpServletRequest request) {
            super(request);
        }

        @Override
        public void reset() {
            // nothing to reset
        }
    }
}
