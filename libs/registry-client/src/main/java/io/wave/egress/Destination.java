package io.wave.egress;

import java.net.URI;
import java.util.Locale;

/**
 * A host, as a name or an address, and a port.
 *
 * @param host in lower case, without brackets
 * @param port the port
 */
public record Destination(String host, int port) {

    public Destination {
        host = plain(host);
    }

    /** The host and port of a URL, which must have the scheme {@code http} or {@code https} and a host. */
    public static Destination of(URI url) {
        int standard = "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
        return new Destination(url.getHost(), url.getPort() < 0 ? standard : url.getPort());
    }

    static String plain(String host) {
        String name = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        String relative = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return relative.toLowerCase(Locale.ROOT);
    }
}
