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
 * Keeps {@code /internal} and the actuator, its health aside, for callers that hold the internal secret: to all others
 * they do not exist. Takes the client's address from strangers' requests, so that nobody can claim one.
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
        } else if (isGuarded(path(request))) {
            answerNotFound(response);
        } else {
            chain.doFilter(new StrangersRequest(request), response);
        }
    }

    private boolean hasKey(HttpServletRequest request) {
        String key = request.getHeader(InternalApi.KEY_HEADER);
        return key != null && MessageDigest.isEqual(secret, key.getBytes(StandardCharsets.UTF_8));
    }

    /** As the container decoded and normalised it: {@code /%69nternal} and {@code /internal;x} are guarded too. */
    private static String path(HttpServletRequest request) {
        return request.getServletPath() + Objects.requireNonNullElse(request.getPathInfo(), "");
    }

    private static boolean isGuarded(String path) {
        return isUnder(path, "/internal") || (isUnder(path, "/actuator") && !PUBLIC_HEALTH.contains(path));
    }

    private static boolean isUnder(String path, String root) {
        return path.equals(root) || path.startsWith(root + "/");
    }

    private static void answerNotFound(HttpServletResponse response) throws IOException {
        response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        response.setContentType("application/json");
        response.getOutputStream().write("{\"message\":\"Not found\"}".getBytes(StandardCharsets.UTF_8));
    }
}
