package io.wave.api.content;

import io.wave.api.image.UrlPort;
import java.net.URI;
import java.util.Locale;

/** Locations that are downloaded by HTTP. */
final class HttpLocation {

    /** Limit for locations that are stored and sent to workers, in characters. */
    private static final int MAX_LENGTH = 4096;

    private HttpLocation() {}

    /** @throws io.wave.api.web.problem.ApiException 400 if the location is too long and not inline */
    static void requireShort(CheckedLayer layer) {
        if (layer.location().length() > MAX_LENGTH) {
            throw layer.broken("location", "must not be longer than %d characters unless inline".formatted(MAX_LENGTH));
        }
    }

    /** @throws io.wave.api.web.problem.ApiException 400 if it is another location, or if no server can have its port */
    static void require(CheckedLayer layer, String rule) {
        UrlPort.require(layer.field() + ".location", layer.location());
        if (!isOne(layer.location())) {
            throw layer.broken("location", rule);
        }
    }

    /**
     * Whether it is an {@code http(s)} URL with a host and without credentials, which would be stored in clear text.
     */
    private static boolean isOne(String location) {
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
