package io.wave.api.retention;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long records and objects are kept. Whatever a live token or a live build refers to is always kept.
 *
 * @param requests how long requests are kept after their tokens have expired
 * @param builds how long builds, mirrors, scans and lock files are kept after the builds, mirrors and scans have ended; at
 *     least {@code wave.jobs.retention}, and as long as a request refers to them
 * @param logs how long the logs of builds, mirrors and scans are kept
 * @param contexts how long build contexts and layers are kept after the build has ended
 * @param usage how long daily usage counts are kept
 * @param mails how long e-mails about the ends of jobs are kept, sent or not
 * @param unnamed how long objects are kept that no record refers to, since their record may not be written yet
 * @param interval interval between retention runs
 */
@Validated
@ConfigurationProperties("wave.retention")
record RetentionProperties(
        @DefaultValue("30d") Duration requests,
        @DefaultValue("90d") Duration builds,
        @DefaultValue("30d") Duration logs,
        @DefaultValue("7d") Duration contexts,
        @DefaultValue("730d") Duration usage,
        @DefaultValue("7d") Duration mails,
        @DefaultValue("1d") Duration unnamed,
        @DefaultValue("1h") Duration interval) {

    private static final Duration SHORTEST_UNNAMED = Duration.ofHours(1);

    RetentionProperties {
        if (requests.isNegative()
                || builds.isNegative()
                || logs.isNegative()
                || contexts.isNegative()
                || usage.isNegative()
                || mails.isNegative()) {
            throw new IllegalArgumentException("wave.retention: times must not be negative");
        }
        if (unnamed.compareTo(SHORTEST_UNNAMED) < 0) {
            throw new IllegalArgumentException("wave.retention.unnamed: must be at least 1h");
        }
        if (interval.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("wave.retention.interval: must be at least 1s");
        }
    }
}
