package io.wave.api.job;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Queueing of jobs.
 *
 * @param queueTimeout how long a job may wait before it starts, counted from its acceptance by a worker
 */
@Validated
@ConfigurationProperties("wave.jobs")
public record QueueProperties(
        @DefaultValue("5m") @DurationMin(seconds = 1) Duration queueTimeout) {}
