package io.wave.api.security;

import io.wave.api.security.caller.Caller;
import io.wave.api.security.caller.CallerAuthentication;
import io.wave.api.security.caller.ClientAddress;
import io.wave.api.security.token.ApiTokens;
import io.wave.api.web.problem.ApiException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Authenticates users by an API token or a JSON web token in the header {@code Authorization: Bearer}. Other tokens are
 * ignored, since clients of Wave send their Platform token in this header.
 */
final class BearerTokenFilter extends OncePerRequestFilter {

    private static final String SCHEME = "Bearer ";

    private final ApiTokens tokens;
    private final AuthenticationEntryPoint refusals;

    BearerTokenFilter(ApiTokens tokens, AuthenticationEntryPoint refusals) {
        this.tokens = tokens;
        this.refusals = refusals;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Caller.User> user;
        try {
            user = user(request);
        } catch (ApiException refused) {
            refusals.commence(request, response, new UncheckedAttemptException(refused));
            return;
        }
        user.ifPresent(BearerTokenFilter::authenticate);
        chain.doFilter(request, response);
    }

    private Optional<Caller.User> user(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        String token = header.substring(SCHEME.length()).strip();
        return tokens.find(HttpHeaders.AUTHORIZATION, token, ClientAddress.of(request));
    }

    private static void authenticate(Caller.User user) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new CallerAuthentication(user));
        SecurityContextHolder.setContext(context);
    }
}
