package io.wave.proxy.event;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How pulls are told of.
 *
 * @param interval how often the further pulls of an image are summed up
 * @param maxCounted how many images of tokens are counted at once
 * @param maxWaiting how many events may wait for Kafka; further ones are dropped and counted
 */
@ConfigurationProperties("wave.proxy.pull-events")
record PullEventsProperties(
        @DefaultValue("10s") Duration interval,
        @DefaultValue("20000") int maxCounted,
        @DefaultValue("10000") int maxWaiting) {}
