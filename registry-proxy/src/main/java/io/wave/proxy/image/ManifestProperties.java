package io.wave.proxy.image;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Memory for manifests and image configurations.
 *
 * @param memory size of the documents kept after they were made or read
 * @param sharedMaxSize a derived image whose documents have more bytes is not put into Redis: each replica makes its own
 * @param answers size of the manifests kept ready to be sent
 */
@ConfigurationProperties("wave.proxy.manifests")
record ManifestProperties(
        @DefaultValue("64MB") DataSize memory,
        @DefaultValue("1MB") DataSize sharedMaxSize,
        @DefaultValue("32MB") DataSize answers) {}
