package io.wave.worker.egress;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.wave.egress.Destination;
import io.wave.network.Port;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The target of a redirect. Only scheme and authority are parsed: clients also follow redirects to otherwise invalid
 * URLs.
 */
final class RedirectTarget {

    private static final Pattern ABSOLUTE = Pattern.compile("(?:([A-Za-z][A-Za-z0-9+.-]*):)?//([^/?#]*)");

    /** Allows underscores in names, which {@link java.net.URI} does not. */
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::([0-9]{0,5}))?");

    private RedirectTarget() {}

    /**
     * The host of the redirect, if it is to another one.
     *
     * @throws IllegalArgumentException if the host is invalid; the message is for the client
     */
    static Optional<Destination> of(HttpResponse response) {
        String location = response.headers().get(HttpHeaderNames.LOCATION);
        return response.status().codeClass() != HttpStatusClass.REDIRECTION || location == null
                ? Optional.empty()
                : of(location);
    }

    static Optional<Destination> of(String location) {
        Matcher absolute = ABSOLUTE.matcher(location.strip());
        if (!absolute.lookingAt()) {
            return Optional.empty();
        }
        String authority = absolute.group(2);
        Matcher host = HOST_AND_PORT.matcher(authority.substring(authority.lastIndexOf('@') + 1));
        if (authority.indexOf('\\') >= 0 || !host.matches()) {
            throw unreadable();
        }
        return Optional.of(new Destination(host.group(1), port(absolute.group(1), host.group(2))));
    }

    private static int port(@Nullable String scheme, @Nullable String written) {
        if (written == null || written.isEmpty()) {
            return "https".equalsIgnoreCase(scheme) ? 443 : 80;
        }
        int port = Integer.parseInt(written);
        if (port > Port.MAX) {
            throw unreadable();
        }
        return port;
    }

    private static IllegalArgumentException unreadable() {
        return new IllegalArgumentException("redirect: invalid host");
    }
}
