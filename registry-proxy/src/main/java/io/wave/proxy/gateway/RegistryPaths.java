package io.wave.proxy.gateway;

import org.springframework.web.server.ServerWebExchange;

/** The paths of the registry API, which has answers of its own shape. */
final class RegistryPaths {

    private static final String ROOT = "/v2";

    private RegistryPaths() {}

    static boolean contain(ServerWebExchange exchange) {
        String path = exchange.getRequest().getPath().value();
        return path.startsWith(ROOT) && (path.length() == ROOT.length() || path.charAt(ROOT.length()) == '/');
    }
}
