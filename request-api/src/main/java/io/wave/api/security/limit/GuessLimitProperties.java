package io.wave.api.security.limit;

import io.wave.limit.Rate;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Limits for failed attempts per client address. Requests for existing ids, and recently verified operator credentials
 * and API tokens, are never rejected. Each replica counts separately; IPv6 addresses are counted per /64 network.
 *
 * @param unknownIds requests for unknown request and build ids
 * @param passwords wrong passwords of operators
 * @param tokens unknown API tokens, and wrong tokens of the scanner adapter of Harbor
 * @param registryCredentials validated registry credentials that were not accepted
 */
@Validated
@ConfigurationProperties("wave.guesses")
record GuessLimitProperties(
        @DefaultValue("120/1m") Rate unknownIds,
        @DefaultValue("10/1m") Rate passwords,
        @DefaultValue("10/1m") Rate tokens,
        @DefaultValue("30/1m") Rate registryCredentials) {}
