package io.wave.scanner.registry;

import java.net.Inet4Address;
import java.net.InetAddress;

/** The hosts that the registry library of Trivy requests without https although nobody tells it to. */
final class PlainHosts {

    private PlainHosts() {}

    /** Whether a host, with or without a port, is one of them. */
    static boolean contains(String authority) {
        String host = host(authority);
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || host.endsWith(".local")
                || host.equals("127.0.0.1")
                || host.equals("[::1]")
                || isPrivateAddress(host);
    }

    private static String host(String authority) {
        int colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
    }

    private static boolean isPrivateAddress(String host) {
        try {
            return InetAddress.ofLiteral(host) instanceof Inet4Address address && address.isSiteLocalAddress();
        } catch (IllegalArgumentException name) {
            return false;
        }
    }
}
