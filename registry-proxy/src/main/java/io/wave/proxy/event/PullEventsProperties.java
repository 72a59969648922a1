package io.wave.proxy.event;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Publishing of pull events.
 *
 * @param interval how often the sums of further pulls are published
 * @param maxCounted maximum number of images that are counted at the same time
 * @param maxWaiting maximum number of events that wait for Kafka; further ones are dropped and counted
 */
@ConfigurationProperties("wave.proxy.pull-events")
record PullEventsProperties(
        @DefaultValue("10s") Duration interval,
        @DefaultValue("20000") int maxCounted,
        @DefaultValue("10000") int maxWaiting) {}
