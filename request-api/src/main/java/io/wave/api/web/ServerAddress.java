package io.wave.api.web;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The public address of the service.
 *
 * @param url URL of registry-proxy that clients use; image names and links start with it
 */
@Validated
@ConfigurationProperties("wave.server")
public record ServerAddress(
        @DefaultValue("http://localhost:9090") URI url) {

    /** @throws IllegalArgumentException if the URL has no host */
    public ServerAddress {
        if (url.getRawAuthority() == null) {
            throw new IllegalArgumentException(
                    "wave.server.url: must have the form http(s)://host[:port], not '%s'".formatted(url));
        }
    }

    /** Host and port, with which image names start. */
    public String authority() {
        return url.getRawAuthority();
    }

    /** URL of a page. */
    public String page(String path) {
        String base = url.toString();
        return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path;
    }
}
