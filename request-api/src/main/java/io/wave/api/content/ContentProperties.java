package io.wave.api.content;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of layers, build contexts and lock files.
 *
 * @param maxUnpacked maximum uncompressed size of the inline layers and the build context of a request together
 * @param maxContext maximum compressed size of a build context
 * @param maxEntries maximum number of files in a build context
 * @param maxLockFile maximum size of a lock file of packages that is given by its URL
 * @param fetchTimeout how long downloading a build context or a lock file may take
 * @param maxFetches maximum number of concurrent downloads of build contexts and lock files; further requests are rejected with 503
 * @param unpackThreads number of threads that unpack layers and build contexts to check them
 * @param unpackTimeout how long a request waits for its content to be checked before it is rejected with 503
 */
@Validated
@ConfigurationProperties("wave.requests.content")
record ContentProperties(
        @DefaultValue("64MB") DataSize maxUnpacked,
        @DefaultValue("100MB") DataSize maxContext,
        @DefaultValue("50000") @Positive int maxEntries,
        @DefaultValue("512KB") DataSize maxLockFile,
        @DefaultValue("40s") Duration fetchTimeout,
        @DefaultValue("8") @Positive int maxFetches,
        @DefaultValue("2") @Positive @Max(64) int unpackThreads,
        @DefaultValue("10s") Duration unpackTimeout) {}
