package io.wave.api.build;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What request-api tells the workers about queueing.
 *
 * @param queueTimeout how long a job may wait before it starts, counted from its acceptance by a worker
 */
@ConfigurationProperties("wave.jobs")
record QueueProperties(@DefaultValue("5m") Duration queueTimeout) {}
