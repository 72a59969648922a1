package io.wave.proxy.requestapi;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where request-api is.
 *
 * @param requestApiUrl its base URL, reached directly, never through this service
 * @param requestApiTimeout how long an internal call may take before request-api counts as away
 */
@ConfigurationProperties("wave.proxy")
public record RequestApiProperties(
        @DefaultValue("http://localhost:9091") URI requestApiUrl,
        @DefaultValue("5s") Duration requestApiTimeout) {}
