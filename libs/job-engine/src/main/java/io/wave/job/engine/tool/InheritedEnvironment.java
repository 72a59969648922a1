package io.wave.job.engine.tool;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The environment variables that tools inherit from the worker. */
public final class InheritedEnvironment {

    /** Proxies and additional certificates; nothing else is inherited. */
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

    /** The inherited variables in a new, modifiable map. */
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
