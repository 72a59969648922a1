package io.wave.builder.context;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How large a build context may be when unpacked.
 *
 * @param maxSize content of all its files together
 * @param maxEntries number of its files, folders and links
 * @param maxLayerSize content of a layer that a container file adds, when unpacked
 */
@ConfigurationProperties("wave.build.context")
public record ContextProperties(
        @DefaultValue("512MB") DataSize maxSize,
        @DefaultValue("100000") int maxEntries,
        @DefaultValue("8GB") DataSize maxLayerSize) {}
