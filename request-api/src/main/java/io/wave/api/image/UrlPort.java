package io.wave.api.image;

import io.wave.api.web.problem.ApiException;
import io.wave.containerfile.RemoteLocation;
import io.wave.network.Port;

/** The ports of URLs in requests. */
public final class UrlPort {

    private UrlPort() {}

    /**
     * Checks the port of a URL, if it has one. Programs disagree on numbers that no port can have.
     *
     * @param field its field in the request, for error messages
     * @param url a URL, or another text
     * @throws ApiException 400 if no server can have the port
     */
    public static void require(String field, String url) {
        RemoteLocation.of(url).ifPresent(location -> require(field, location));
    }

    /** The same for a URL of which only the server is known. */
    public static void require(String field, RemoteLocation url) {
        url.writtenPort().filter(port -> Port.parse(port).isEmpty()).ifPresent(_ -> {
            throw ApiException.invalid(field, "the port of '%s' %s".formatted(url.authority(), Port.RULE));
        });
    }
}
