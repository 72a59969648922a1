package io.wave.proxy.response;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Headers that tell browsers to be careful. The registry API is not for browsers, so its policy allows nothing. */
public final class SecurityHeaders {

    private static final Map<String, String> ALL = new TreeMap<>(Map.of(
            "Strict-Transport-Security", "max-age=31536000; includeSubDomains",
            "X-Frame-Options", "DENY",
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "strict-origin-when-cross-origin",
            "Permissions-Policy", "camera=(), microphone=(), geolocation=()",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"));

    private SecurityHeaders() {}

    /** Passes on each name with its value. */
    public static void forEach(BiConsumer<String, String> headers) {
        ALL.forEach(headers);
    }
}
