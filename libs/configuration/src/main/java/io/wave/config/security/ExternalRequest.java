package io.wave.config.security;

import io.wave.security.InternalApi;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/** A request without the internal secret: its header with the client address is ignored. */
final class ExternalRequest extends HttpServletRequestWrapper {

    ExternalRequest(HttpServletRequest request) {
        super(request);
    }

    @Override
    public @Nullable String getHeader(String name) {
        return isIgnored(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return isIgnored(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        return Collections.enumeration(Collections.list(super.getHeaderNames()).stream()
                .filter(name -> !isIgnored(name))
                .toList());
    }

    private static boolean isIgnored(String name) {
        return name.equalsIgnoreCase(InternalApi.CLIENT_ADDRESS_HEADER);
    }
}
