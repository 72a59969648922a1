package io.wave.api.security;

import io.wave.api.security.caller.ClientAddress;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Authenticates operators by HTTP Basic on the paths for operators. On other paths the header is ignored, since clients
 * of Wave send arbitrary values in it.
 */
final class OperatorAuthenticationFilter extends BasicAuthenticationFilter {

    private static final RequestMatcher PATHS = new OrRequestMatcher(
            PathPatternRequestMatcher.pathPattern(HttpMethod.DELETE, "/container-token/*"),
            PathPatternRequestMatcher.pathPattern(HttpMethod.DELETE, "/v1alpha1/builds/*"),
            PathPatternRequestMatcher.pathPattern(HttpMethod.DELETE, "/v1alpha1/mirrors/*"),
            PathPatternRequestMatcher.pathPattern(HttpMethod.DELETE, "/v1alpha1/scans/*"),
            PathPatternRequestMatcher.pathPattern(HttpMethod.GET, "/v1alpha1/requests"),
            PathPatternRequestMatcher.pathPattern(HttpMethod.GET, "/v1alpha1/builds"),
            PathPatternRequestMatcher.pathPattern(HttpMethod.GET, "/v1alpha1/mirrors"),
            PathPatternRequestMatcher.pathPattern(HttpMethod.GET, "/v1alpha1/scans"),
            PathPatternRequestMatcher.pathPattern("/v1alpha2/metrics/**"),
            PathPatternRequestMatcher.pathPattern("/v1alpha3/metrics/**"));

    OperatorAuthenticationFilter(AuthenticationManager accounts, AuthenticationEntryPoint refusals) {
        super(accounts, refusals);
        setAuthenticationDetailsSource(ClientAddress::of);
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !PATHS.matches(request);
    }
}
