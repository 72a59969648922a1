package io.wave.proxy.address;

/**
 * The address of a client, in the textual form of an IP address without a port.
 *
 * @param value such as {@code 192.0.2.7} or {@code 2001:db8::7}
 */
public record ClientAddress(String value) {

    /** Stands for a client whose socket is gone already. */
    public static final ClientAddress UNKNOWN = new ClientAddress("0.0.0.0");

    @Override
    public String toString() {
        return value;
    }
}
