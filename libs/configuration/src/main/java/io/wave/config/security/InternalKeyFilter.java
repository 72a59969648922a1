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
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
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
            chain.doFilter(new InternalRequest(request, isActuator(path(request))), response);
        } else if (isInternal(path(request))) {
            sendNotFound(response);
        } else {
            chain.doFilter(new ExternalRequest(request), response);
        }
    }

    private boolean hasKey(HttpServletRequest request) {
        return isKey(request.getHeader(InternalApi.KEY_HEADER))
                || (isActuator(path(request)) && isKey(bearerToken(request)));
    }

    private boolean isKey(@Nullable String key) {
        return key != null && MessageDigest.isEqual(secret, key.getBytes(StandardCharsets.UTF_8));
    }

    /** The form that monitoring systems can send. */
    private static @Nullable String bearerToken(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return header != null && header.startsWith(InternalApi.BEARER)
                ? header.substring(InternalApi.BEARER.length())
                : null;
    }

    /** The path as decoded and normalized by the container, so that {@code /%69nternal} and {@code /internal;x} match too. */
    private static String path(HttpServletRequest request) {
        return request.getServletPath() + Objects.requireNonNullElse(request.getPathInfo(), "");
    }

    private static boolean isInternal(String path) {
        return isUnder(path, "/internal") || (isActuator(path) && !PUBLIC_HEALTH.contains(path));
    }

    private static boolean isActuator(String path) {
        return isUnder(path, "/actuator");
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
