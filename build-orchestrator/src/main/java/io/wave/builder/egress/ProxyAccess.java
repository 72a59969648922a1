package io.wave.builder.egress;

/**
 * How the egress guard is used by a program that is trusted with the permission of others.
 *
 * @param port where it listens on the loopback interface of the worker
 * @param authorization value of the header {@code Proxy-Authorization}; a secret
 */
public record ProxyAccess(int port, String authorization) {

    @Override
    public String toString() {
        return "ProxyAccess[port=%d]".formatted(port);
    }
}
