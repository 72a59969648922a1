package io.wave.api.security.limit;

import io.wave.limit.Rate;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How often a client address may be wrong. What exists, and the credentials of operators that were taken a short while
 * ago, are never refused. Each replica counts for itself; of IPv6 addresses the /64 counts.
 *
 * @param unknownIds look-ups of requests and builds that do not exist
 * @param passwords wrong passwords of operators
 * @param registryCredentials credentials that a registry did not take when they were validated
 */
@Validated
@ConfigurationProperties("wave.guesses")
record GuessProperties(
        @DefaultValue("120/1m") Rate unknownIds,
        @DefaultValue("10/1m") Rate passwords,
        @DefaultValue("30/1m") Rate registryCredentials) {}
