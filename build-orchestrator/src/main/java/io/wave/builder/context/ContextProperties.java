package io.wave.builder.context;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of unpacked build contexts.
 *
 * @param maxSize maximum total size of the files
 * @param maxEntries maximum number of files, folders and links
 * @param maxLayerSize maximum unpacked size of the layers that a container file adds
 */
@ConfigurationProperties("wave.build.context")
public record ContextProperties(
        @DefaultValue("512MB") DataSize maxSize,
        @DefaultValue("100000") int maxEntries,
        @DefaultValue("8GB") DataSize maxLayerSize) {}
