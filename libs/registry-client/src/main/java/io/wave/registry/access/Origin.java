package io.wave.registry.access;

import java.net.URI;
import java.util.Locale;

/** Scheme, host and port. Credentials for one origin are never sent to another. */
public record Origin(String scheme, String host, int port) {

    public static Origin of(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        int port = uri.getPort();
        return new Origin(
                scheme, uri.getHost().toLowerCase(Locale.ROOT), port >= 0 ? port : scheme.equals("https") ? 443 : 80);
    }

    @Override
    public String toString() {
        return scheme + "://" + host + ":" + port;
    }
}
