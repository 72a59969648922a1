package io.wave.worker.egress;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;

/** Hop-by-hop headers (RFC 9110, section 7.6.1) and headers for proxies. */
final class HopHeaders {

    private static final List<CharSequence> NAMES = List.of(
            HttpHeaderNames.CONNECTION,
            "proxy-connection",
            HttpHeaderNames.PROXY_AUTHORIZATION,
            HttpHeaderNames.PROXY_AUTHENTICATE,
            HttpHeaderNames.TE,
            HttpHeaderNames.UPGRADE,
            "keep-alive");

    private HopHeaders() {}

    static void removeFrom(HttpHeaders headers) {
        for (String list : headers.getAll(HttpHeaderNames.CONNECTION)) {
            for (String name : list.split(",", -1)) {
                if (!name.isBlank()) {
                    headers.remove(name.strip());
                }
            }
        }
        NAMES.forEach(headers::remove);
    }
}
