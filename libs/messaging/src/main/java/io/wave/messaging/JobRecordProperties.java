package io.wave.messaging;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long readers find job records in Redis.
 *
 * @param recordTimeToLive how long a record stays after it was last written; unfinished jobs write theirs again
 */
@ConfigurationProperties("wave.jobs")
record JobRecordProperties(@DefaultValue("2h") Duration recordTimeToLive) {}
