package io.wave.messaging.projection;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Job records in Redis.
 *
 * @param recordTimeToLive how long a record stays after it was last written; records of unfinished jobs are rewritten
 */
@ConfigurationProperties("wave.jobs")
record JobRecordProperties(@DefaultValue("2h") Duration recordTimeToLive) {}
