package io.wave.api.security.caller;

import io.wave.security.InternalApi;
import jakarta.servlet.http.HttpServletRequest;

/** The address of the client. */
public final class ClientAddress {

    private ClientAddress() {}

    /** The header is set by the proxy; it is removed from requests without the internal secret. */
    public static String of(HttpServletRequest request) {
        String forwarded = request.getHeader(InternalApi.CLIENT_ADDRESS_HEADER);
        return forwarded == null || forwarded.isBlank() ? request.getRemoteAddr() : forwarded;
    }
}
