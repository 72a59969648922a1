package io.wave.registry.access;

import java.net.URI;
import java.util.Locale;

/** Scheme, host and port. Credentials for one origin are never sent to another. */
public record Origin(String scheme, String host, int port) {

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    public static Origin of(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        int port = uri.getPort();
        return new Origin(
                scheme,
                uri.getHost().toLowerCase(Locale.ROOT),
                port >= 0 ? port : scheme.equals("https") ? HTTPS : HTTP);
    }

    /** The host, with the port if it is not the default of the scheme. */
    public String authority() {
        int standard = scheme.equals("https") ? HTTPS : HTTP;
        return port == standard ? host : host + ":" + port;
    }

    @Override
    public String toString() {
        return scheme + "://" + host + ":" + port;
    }
}
