package io.wave.api.web;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where clients reach the service.
 *
 * @param url what image names and links begin with: the public port of registry-proxy
 */
@Validated
@ConfigurationProperties("wave.server")
public record ServerAddress(
        @DefaultValue("http://localhost:9090") URI url) {

    /** @throws IllegalArgumentException if the URL has no host */
    public ServerAddress {
        if (url.getRawAuthority() == null) {
            throw new IllegalArgumentException(
                    "wave.server.url must read http(s)://host[:port], not '%s'".formatted(url));
        }
    }

    /** Host and port, as image names begin. */
    public String authority() {
        return url.getRawAuthority();
    }

    /** A page for humans below the server's URL. */
    public String page(String path) {
        String base = url.toString();
        return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path;
    }
}
