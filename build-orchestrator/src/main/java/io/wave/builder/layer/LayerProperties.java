package io.wave.builder.layer;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How layers are fetched from the web.
 *
 * @param connectTimeout longest wait for a connection
 * @param fetchTimeout how long fetching one layer may take
 * @param maxSize how large one may be
 * @param maxUnpacked how large the tar within may be
 */
@ConfigurationProperties("wave.build.layers")
public record LayerProperties(
        @DefaultValue("10s") Duration connectTimeout,
        @DefaultValue("5m") Duration fetchTimeout,
        @DefaultValue("2GB") DataSize maxSize,
        @DefaultValue("20GB") DataSize maxUnpacked) {}
