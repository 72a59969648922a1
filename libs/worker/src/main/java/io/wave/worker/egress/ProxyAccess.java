package io.wave.worker.egress;

/**
 * Access to the egress guard for a trusted program that connects on behalf of jobs.
 *
 * @param port port of the guard on the loopback interface of the worker
 * @param authorization value of the header {@code Proxy-Authorization}; a secret
 */
public record ProxyAccess(int port, String authorization) {

    @Override
    public String toString() {
        return "ProxyAccess[port=%d]".formatted(port);
    }
}
