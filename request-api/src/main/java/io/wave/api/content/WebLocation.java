package io.wave.api.content;

import java.net.URI;
import java.util.Locale;

/** Locations that are fetched by HTTP. */
final class WebLocation {

    private WebLocation() {}

    /** Whether it is an {@code http(s)} URL with a host and without credentials, which would be stored in clear text. */
    static boolean isOne(String location) {
        try {
            URI url = URI.create(location);
            String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
            return (scheme.equals("http") || scheme.equals("https"))
                    && url.getHost() != null
                    && url.getUserInfo() == null;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
