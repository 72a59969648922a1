package io.wave.local.server;

/**
 * Where a server accepts connections, and under which name others find it.
 *
 * @param address the address to listen on
 * @param name the host name or address that the server tells its clients
 */
public record Listening(String address, String name) {

    /** On this machine only. */
    public static final Listening LOOPBACK = new Listening("127.0.0.1", "127.0.0.1");

    /** On all addresses of this machine. */
    public static Listening everywhere(String name) {
        return new Listening("0.0.0.0", name);
    }
}
