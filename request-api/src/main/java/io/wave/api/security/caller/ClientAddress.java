package io.wave.api.security.caller;

import io.wave.security.InternalApi;
import jakarta.servlet.http.HttpServletRequest;

/** The address of the client that sent a request. */
public final class ClientAddress {

    private ClientAddress() {}

    /** As the proxy saw it: the header is removed from requests that do not carry the internal secret. */
    public static String of(HttpServletRequest request) {
        String told = request.getHeader(InternalApi.CLIENT_ADDRESS_HEADER);
        return told == null || told.isBlank() ? request.getRemoteAddr() : told;
    }
}
