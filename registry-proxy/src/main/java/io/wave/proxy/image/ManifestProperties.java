package io.wave.proxy.image;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Memory for manifests and image configurations.
 *
 * @param memory maximum size of cached documents
 * @param sharedMaxSize a derived image whose documents are larger is not stored in Redis; each replica computes its
 *     own
 * @param answers maximum size of cached manifest responses
 */
@ConfigurationProperties("wave.proxy.manifests")
record ManifestProperties(
        @DefaultValue("64MB") DataSize memory,
        @DefaultValue("1MB") DataSize sharedMaxSize,
        @DefaultValue("32MB") DataSize answers) {}
