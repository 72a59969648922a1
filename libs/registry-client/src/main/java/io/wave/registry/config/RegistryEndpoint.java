package io.wave.registry.config;

import io.wave.image.ImageReference;
import io.wave.network.Port;
import java.net.URI;

/**
 * The endpoint of a registry.
 *
 * @param base scheme, host, port and path before {@code /v2/}, without a slash at the end
 */
public record RegistryEndpoint(URI base) {

    private static final String DOCKER_HUB_HOST = "registry-1.docker.io";

    /** @throws IllegalArgumentException if it is not an http or https URI with a host */
    public RegistryEndpoint {
        boolean http = "http".equals(base.getScheme()) || "https".equals(base.getScheme());
        if (!http || base.getHost() == null || base.getRawQuery() != null || base.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "invalid endpoint '%s': expected http(s)://host[:port][/path]".formatted(base));
        }
        if (base.getPort() >= 0 && !Port.isValid(base.getPort())) {
            throw new IllegalArgumentException(
                    "invalid endpoint '%s': the port must be from 1 to %d".formatted(base, Port.MAX));
        }
    }

    /** The endpoint of a registry without configuration: plain http only for localhost. */
    public static RegistryEndpoint ofRegistry(String registry) {
        return ofRegistry(registry, false);
    }

    static RegistryEndpoint ofRegistry(String registry, boolean insecure) {
        return of(registry.equals(ImageReference.DOCKER_HUB) ? DOCKER_HUB_HOST : registry, insecure);
    }

    static RegistryEndpoint of(String text, boolean insecure) {
        String trimmed = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        if (trimmed.contains("://")) {
            return new RegistryEndpoint(URI.create(trimmed));
        }
        String scheme = insecure || isLocal(trimmed) ? "http" : "https";
        return new RegistryEndpoint(URI.create(scheme + "://" + trimmed));
    }

    private static boolean isLocal(String hostAndPort) {
        String host = hostAndPort.startsWith("[")
                ? hostAndPort.substring(0, hostAndPort.indexOf(']') + 1)
                : hostAndPort.split("[:/]", 2)[0];
        return switch (host) {
            case "localhost", "127.0.0.1", "[::1]" -> true;
            default -> false;
        };
    }

    public boolean isSecure() {
        return "https".equals(base.getScheme());
    }

    /** Host, port and path, without the scheme. */
    String location() {
        return base.getRawAuthority() + base.getRawPath();
    }

    public URI resolve(String path) {
        return URI.create(base + path);
    }
}
