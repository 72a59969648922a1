package io.wave.api.limit;

import io.wave.security.InternalApi;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Component;

/** The address of the client whose request this thread answers. */
@Component
public class CallerAddress {

    private final HttpServletRequest current;

    /** @param current stands for the request of the thread that asks */
    CallerAddress(HttpServletRequest current) {
        this.current = current;
    }

    /** As the proxy saw it; strangers' words about it have been taken away before. */
    public String value() {
        String told = current.getHeader(InternalApi.CLIENT_ADDRESS_HEADER);
        return told == null || told.isBlank() ? current.getRemoteAddr() : told;
    }
}
