package io.wave.api.content;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Bounds of layers and build contexts.
 *
 * @param maxUnpacked how many bytes the inline layers and the build context of one request may unpack to, together
 * @param maxContext how large a compressed context may be
 * @param maxEntries how many files a context may hold
 * @param fetchTimeout how long fetching a context may take
 * @param maxFetches how many contexts are fetched at a time; further requests are answered 503
 * @param unpackThreads how many threads unpack layers and contexts in order to check them
 * @param unpackTimeout how long a request waits until its content is checked; then it is answered 503
 */
@Validated
@ConfigurationProperties("wave.requests.content")
record ContentProperties(
        @DefaultValue("64MB") DataSize maxUnpacked,
        @DefaultValue("100MB") DataSize maxContext,
        @DefaultValue("50000") @Min(1) int maxEntries,
        @DefaultValue("40s") Duration fetchTimeout,
        @DefaultValue("8") @Min(1) int maxFetches,
        @DefaultValue("2") @Min(1) @Max(64) int unpackThreads,
        @DefaultValue("10s") Duration unpackTimeout) {}
