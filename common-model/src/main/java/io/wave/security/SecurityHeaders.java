package io.wave.security;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** The security headers of HTTP responses. */
public final class SecurityHeaders {

    /** For the API and the pages. */
    public static final Map<String, String> WEB = with(
            "default-src 'self'; style-src 'self' https://fonts.googleapis.com; font-src https://fonts.gstatic.com;"
                    + " img-src 'self' data:; frame-ancestors 'none'");

    /** For the registry API: its content is not made for browsers, so they may load nothing. */
    public static final Map<String, String> REGISTRY = with("default-src 'none'; frame-ancestors 'none'");

    private SecurityHeaders() {}

    private static Map<String, String> with(String contentSecurityPolicy) {
        return Collections.unmodifiableMap(new TreeMap<>(Map.of(
                "Strict-Transport-Security", "max-age=31536000; includeSubDomains",
                "X-Frame-Options", "DENY",
                "X-Content-Type-Options", "nosniff",
                "Referrer-Policy", "strict-origin-when-cross-origin",
                "Permissions-Policy", "camera=(), microphone=(), geolocation=()",
                "Content-Security-Policy", contentSecurityPolicy)));
    }
}
