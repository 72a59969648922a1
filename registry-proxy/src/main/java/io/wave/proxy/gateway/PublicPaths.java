package io.wave.proxy.gateway;

import java.util.List;
import java.util.stream.Stream;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Allow-list of the request-api paths that are public. Forwarded requests carry the internal secret, so only paths in
 * plain form are accepted: a path that another server might read differently, such as {@code /css/%2e%2e/internal/…}, is
 * not public.
 */
final class PublicPaths {

    private static final int MAX_LENGTH = 2_000;
    private static final String PUNCTUATION = "._~@+-";

    private static final List<PathPattern> PATTERNS = Stream.of(
                    "/",
                    "/service-info",
                    "/container-token",
                    "/container-token/{token}",
                    "/validate-creds",
                    "/v1alpha1/builds",
                    "/v1alpha1/builds/{id}",
                    "/v1alpha1/builds/{id}/status",
                    "/v1alpha1/builds/{id}/logs",
                    "/v1alpha1/builds/{id}/condalock",
                    "/v1alpha1/builds/{id}/steps",
                    "/v1alpha1/mirrors",
                    "/v1alpha1/mirrors/{id}",
                    "/v1alpha1/mirrors/{id}/logs",
                    "/v1alpha1/scans",
                    "/v1alpha1/scans/{id}",
                    "/v1alpha1/scans/{id}/logs",
                    "/v1alpha1/scans/{id}/spdx",
                    "/v1alpha1/scans/{id}/cyclonedx",
                    "/v1alpha1/scans/{id}/report",
                    "/api/v1/**",
                    "/v1alpha1/requests",
                    "/v1alpha1/inspect",
                    "/v1alpha2/container",
                    "/v1alpha2/container/{id}",
                    "/v1alpha2/container/{id}/status",
                    "/v1alpha2/container/{id}/lease",
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

    static boolean isPublic(PathContainer path) {
        return isPlain(path.value()) && PATTERNS.stream().anyMatch(pattern -> pattern.matches(path));
    }

    /** Checks in one pass that the path has only unreserved characters and no empty, {@code .} or {@code ..} segments. */
    static boolean isPlain(String path) {
        if (path.length() > MAX_LENGTH || !path.startsWith("/")) {
            return false;
        }
        int start = 1;
        for (int i = 1; i < path.length(); i++) {
            if (path.charAt(i) == '/') {
                if (!isPlainSegment(path, start, i)) {
                    return false;
                }
                start = i + 1;
            } else if (!isPlain(path.charAt(i))) {
                return false;
            }
        }
        return start == path.length() || isPlainSegment(path, start, path.length());
    }

    private static boolean isPlainSegment(String path, int start, int end) {
        return switch (end - start) {
            case 0 -> false;
            case 1 -> path.charAt(start) != '.';
            case 2 -> path.charAt(start) != '.' || path.charAt(start + 1) != '.';
            default -> true;
        };
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || PUNCTUATION.indexOf(c) >= 0;
    }
}
