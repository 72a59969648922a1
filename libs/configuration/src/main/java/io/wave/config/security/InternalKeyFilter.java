package io.wave.config.security;

import io.wave.security.InternalApi;
import io.wave.security.RootKey;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.Set;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Restricts {@code /internal} and the actuator, apart from health, to callers with the internal secret; all others get 404.
 * Removes the header with the client address from requests without the secret, so that it cannot be forged.
 */
final class InternalKeyFilter extends OncePerRequestFilter implements Ordered {

    private static final Set<String> PUBLIC_HEALTH =
            Set.of("/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness");

    private final byte[] secret;

    InternalKeyFilter(RootKey rootKey) {
        this.secret = rootKey.internalSecret().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return true;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (hasKey(request)) {
            chain.doFilter(new InternalRequest(request), response);
        } else if (isInternal(path(request))) {
            sendNotFound(response);
        } else {
            chain.doFilter(new ExternalRequest(request), response);
        }
    }

    private boolean hasKey(HttpServletRequest request) {
        String key = request.getHeader(InternalApi.KEY_HEADER);
        return key != null && MessageDigest.isEqual(secret, key.getBytes(StandardCharsets.UTF_8));
    }

    /** The path as decoded and normalized by the container, so that {@code /%69nternal} and {@code /internal;x} match too. */
    private static String path(HttpServletRequest request) {
        return request.getServletPath() + Objects.requireNonNullElse(request.getPathInfo(), "");
    }

    private static boolean isInternal(String path) {
        return isUnder(path, "/internal") || (isUnder(path, "/actuator") && !PUBLIC_HEALTH.contains(path));
    }

    private static boolean isUnder(String path, String root) {
        return path.equals(root) || path.startsWith(root + "/");
    }

    private static void sendNotFound(HttpServletResponse response) throws IOException {
        response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        response.setContentType("application/json");
        response.getOutputStream().write("{\"message\":\"Not found\"}".getBytes(StandardCharsets.UTF_8));
    }
}
