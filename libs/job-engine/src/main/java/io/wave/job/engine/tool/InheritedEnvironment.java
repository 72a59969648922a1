package io.wave.job.engine.tool;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What of our environment a tool gets. */
public final class InheritedEnvironment {

    /** What a machine behind a proxy or with certificates of its own needs; the rest stays here. */
    private static final List<String> NAMES = List.of(
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "NO_PROXY",
            "http_proxy",
            "https_proxy",
            "no_proxy",
            "SSL_CERT_FILE",
            "SSL_CERT_DIR");

    private InheritedEnvironment() {}

    /** A new map, for more to be added. */
    public static Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        NAMES.forEach(name -> {
            String value = System.getenv(name);
            if (value != null) {
                environment.put(name, value);
            }
        });
        return environment;
    }
}
