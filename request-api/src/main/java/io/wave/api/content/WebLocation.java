package io.wave.api.content;

import java.net.URI;
import java.util.Locale;

/** Locations that are fetched by HTTP. */
final class WebLocation {

    /** Of what is stored and sent to workers as it is. */
    private static final int MAX_LENGTH = 4096;

    private WebLocation() {}

    /** @throws io.wave.api.web.problem.ApiException 400 if the location is too long to be anything but inline content */
    static void requireShort(CheckedLayer layer) {
        if (layer.location().length() > MAX_LENGTH) {
            throw layer.broken("location", "must not be longer than %d characters unless inline".formatted(MAX_LENGTH));
        }
    }

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
