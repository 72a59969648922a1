package io.wave.api.content;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Bounds of layers and build contexts.
 *
 * @param maxUnpacked how large the tar within an inline layer or a context may be
 * @param maxContext how large a compressed context may be
 * @param maxEntries how many files a context may hold
 * @param fetchTimeout how long fetching a context may take
 */
@ConfigurationProperties("wave.requests.content")
record ContentProperties(
        @DefaultValue("1GB") DataSize maxUnpacked,
        @DefaultValue("100MB") DataSize maxContext,
        @DefaultValue("50000") int maxEntries,
        @DefaultValue("40s") Duration fetchTimeout) {}
