package io.wave.api.security;

import io.wave.api.security.caller.Caller;
import io.wave.api.security.caller.CallerAuthentication;
import io.wave.api.security.caller.ClientAddress;
import io.wave.api.security.caller.Secret;
import io.wave.api.security.token.ApiTokens;
import io.wave.api.security.token.CallerResolver;
import io.wave.api.web.problem.ApiException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Authenticates users by an API token or a JSON web token in the header {@code Authorization: Bearer}. Other tokens are
 * ignored, since clients of Wave send their Platform token in this header, unless a request without a body names the Platform
 * in its query, as others do in their body.
 */
final class BearerTokenFilter extends OncePerRequestFilter {

    private static final String SCHEME = "Bearer ";
    private static final String ENDPOINT = "towerEndpoint";
    private static final String WORKSPACE = "towerWorkspaceId";
    private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD", "DELETE");

    private final ApiTokens tokens;
    private final CallerResolver callers;
    private final AuthenticationEntryPoint refusals;

    BearerTokenFilter(ApiTokens tokens, CallerResolver callers, AuthenticationEntryPoint refusals) {
        this.tokens = tokens;
        this.callers = callers;
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
        String address = ClientAddress.of(request);
        return tokens.find(HttpHeaders.AUTHORIZATION, token, address).or(() -> ofPlatform(request, token, address));
    }

    private Optional<Caller.User> ofPlatform(HttpServletRequest request, String token, String address) {
        if (!WITHOUT_BODY.contains(request.getMethod()) || request.getParameter(ENDPOINT) == null) {
            return Optional.empty();
        }
        Caller caller =
                callers.identify(new Caller.Anonymous(address), new Secret(token), request.getParameter(ENDPOINT));
        return Optional.of(callers.inWorkspace(caller, workspace(request)))
                .filter(Caller.User.class::isInstance)
                .map(Caller.User.class::cast);
    }

    private static @Nullable Long workspace(HttpServletRequest request) {
        String sent = request.getParameter(WORKSPACE);
        try {
            return sent == null ? null : Long.valueOf(sent);
        } catch (NumberFormatException invalid) {
            throw ApiException.invalid(WORKSPACE, "must be a number");
        }
    }

    private static void authenticate(Caller.User user) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new CallerAuthentication(user));
        SecurityContextHolder.setContext(context);
    }
}
