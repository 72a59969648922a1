package io.wave.builder.buildkit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;

/**
 * The address of an external BuildKit daemon.
 *
 * @param text {@code tcp://host:port} or {@code unix:///path}
 */
record DaemonAddress(String text) {

    private static final String UNIX = "unix://";
    private static final String TCP = "tcp://";

    /** @throws IllegalArgumentException if it is none; the message says what it must be */
    DaemonAddress {
        if (!isSocket(text) && !isServer(text)) {
            throw new IllegalArgumentException("must be unix:///path or tcp://host:port, not '%s'".formatted(text));
        }
    }

    private static boolean isServer(String text) {
        try {
            URI uri = URI.create(text);
            return text.startsWith(TCP) && uri.getHost() != null && uri.getPort() > 0;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static boolean isSocket(String text) {
        return text.startsWith(UNIX + "/");
    }

    /** Whether it can be reached from other machines and from containers. */
    boolean isRemote() {
        return !isSocket(text);
    }

    /** Where it listens, with the name resolved now. */
    SocketAddress socketAddress() throws UnknownHostException {
        return isRemote()
                ? new InetSocketAddress(InetAddress.getByName(host()), port())
                : UnixDomainSocketAddress.of(text.substring(UNIX.length()));
    }

    /** The host of a remote daemon, as its certificate must name it. */
    String host() {
        return URI.create(text).getHost().replaceAll("[\\[\\]]", "");
    }

    int port() {
        return URI.create(text).getPort();
    }

    @Override
    public String toString() {
        return text;
    }
}
