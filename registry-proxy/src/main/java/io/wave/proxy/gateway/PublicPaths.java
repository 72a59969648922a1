package io.wave.proxy.gateway;

import java.util.List;
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

    private static final int MAX_LENGTH = 2_000;
    private static final String PUNCTUATION = "._~@+-";

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
        return isPlain(path.value()) && PATTERNS.stream().anyMatch(pattern -> pattern.matches(path));
    }

    /** Segments of plain characters, each after one slash, none of them {@code .} or {@code ..}; one pass. */
    private static boolean isPlain(String path) {
        if (path.length() > MAX_LENGTH || !path.startsWith("/")) {
            return false;
        }
        int begin = 1;
        for (int i = 1; i < path.length(); i++) {
            if (path.charAt(i) == '/') {
                if (!isPlainSegment(path, begin, i)) {
                    return false;
                }
                begin = i + 1;
            } else if (!isPlain(path.charAt(i))) {
                return false;
            }
        }
        return begin == path.length() || isPlainSegment(path, begin, path.length());
    }

    private static boolean isPlainSegment(String path, int begin, int end) {
        return switch (end - begin) {
            case 0 -> false;
            case 1 -> path.charAt(begin) != '.';
            case 2 -> path.charAt(begin) != '.' || path.charAt(begin + 1) != '.';
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
