package io.wave.worker.egress;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.wave.egress.Destination;
import io.wave.network.Port;

/**
 * The target of a request to a forward proxy (RFC 9112, section 3.2).
 *
 * @param destination host and port to connect to
 * @param authority the authority as written by the client
 * @param tunnel whether the client requests a tunnel
 * @param secure whether the proxy connects to the server by TLS, which some clients leave to it
 * @param path request target for the server; empty for a tunnel
 */
record ProxyTarget(Destination destination, String authority, boolean tunnel, boolean secure, String path) {

    private static final String PLAIN = "http://";
    private static final String SECURE = "https://";
    private static final int PLAIN_PORT = 80;
    private static final int SECURE_PORT = 443;
    private static final int MAX_HOST = 255;

    /** @throws IllegalArgumentException if the target is not supported; the message is for the client */
    static ProxyTarget of(HttpRequest request) {
        String target = request.uri();
        if (request.method().equals(HttpMethod.CONNECT)) {
            return new ProxyTarget(destination(target, -1), target, true, false, "");
        }
        boolean secure = startsWith(target, SECURE);
        if (!secure && !startsWith(target, PLAIN)) {
            throw new IllegalArgumentException("request target: must be host:port after CONNECT, or a URL");
        }
        int start = (secure ? SECURE : PLAIN).length();
        int end = start;
        while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
            end++;
        }
        String authority = target.substring(start, end);
        String rest = target.substring(end);
        return new ProxyTarget(
                destination(authority, secure ? SECURE_PORT : PLAIN_PORT),
                authority,
                false,
                secure,
                rest.startsWith("/") ? rest : "/" + rest);
    }

    private static boolean startsWith(String target, String scheme) {
        return target.regionMatches(true, 0, scheme, 0, scheme.length());
    }

    private static Destination destination(String authority, int standardPort) {
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']');
        String host = hasPort ? authority.substring(0, colon) : authority;
        int port = hasPort ? port(authority.substring(colon + 1)) : standardPort;
        if (host.isEmpty() || host.length() > MAX_HOST || host.indexOf('@') >= 0 || !Port.isValid(port)) {
            throw new IllegalArgumentException("request target: no valid host and port");
        }
        return new Destination(host, port);
    }

    private static int port(String text) {
        try {
            return text.length() > 5 ? -1 : Integer.parseUnsignedInt(text);
        } catch (NumberFormatException invalid) {
            return -1;
        }
    }
}
