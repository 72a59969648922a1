package io.wave.proxy.requestapi;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Connection to request-api.
 *
 * @param requestApiUrl base URL of request-api, reached directly and never through this service
 * @param requestApiTimeout timeout of internal calls, after which request-api counts as unavailable
 * @param apiV1 whether the proposed version 1 of Wave's API is served too, under {@code /w1}; {@code wave.deny-paths} then needs these
 *     paths too
 */
@ConfigurationProperties("wave.proxy")
public record RequestApiProperties(
        @DefaultValue("http://localhost:9091") URI requestApiUrl,
        @DefaultValue("5s") Duration requestApiTimeout,
        @DefaultValue("false") boolean apiV1) {}
