package io.wave.proxy.gateway;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * The paths of request-api that are reached from outside; all others do not exist there. Since forwarded requests carry
 * the internal key, a path counts only in its plain form: one that another server might read differently
 * ({@code /css/%2e%2e/internal/…}) is not public.
 */
final class PublicPaths {

    private static final Pattern PLAIN = Pattern.compile("(?:/(?!\\.\\.?(?:/|$))[A-Za-z0-9._~@+-]+)*/?");

    private static final List<PathPattern> PATTERNS = Stream.of(
                    "/",
                    "/service-info",
                    "/container-token",
                    "/container-token/{token}",
                    "/validate-creds",
                    "/v1alpha1/builds/{id}",
                    "/v1alpha1/builds/{id}/status",
                    "/v1alpha1/builds/{id}/logs",
                    "/v1alpha1/builds/{id}/condalock",
                    "/v1alpha1/mirrors/{id}",
                    "/v1alpha1/mirrors/{id}/logs",
                    "/v1alpha1/scans/{id}",
                    "/v1alpha1/scans/{id}/logs",
                    "/v1alpha1/scans/{id}/spdx",
                    "/v1alpha1/inspect",
                    "/v1alpha2/container",
                    "/v1alpha2/container/{id}",
                    "/v1alpha2/container/{id}/status",
                    "/v1alpha2/validate-creds",
                    "/v1alpha2/metrics/**",
                    "/v1alpha3/metrics/**",
                    "/view/**",
                    "/favicon.ico",
                    "/robots.txt",
                    "/assets/**",
                    "/css/**",
                    "/webjars/**",
                    "/openapi/**")
            .map(PathPatternParser.defaultInstance::parse)
            .toList();

    private PublicPaths() {}

    static boolean contain(PathContainer path) {
        return PLAIN.matcher(path.value()).matches() && PATTERNS.stream().anyMatch(pattern -> pattern.matches(path));
    }
}
