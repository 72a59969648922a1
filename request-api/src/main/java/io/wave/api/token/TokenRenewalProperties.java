package io.wave.api.token;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long tokens stay valid that are used or renewed by request. With a limit that is not longer than {@code wave.tokens.cache.duration},
 * tokens are not renewed.
 *
 * @param anonymousLimit time after a request without a user at which its token expires at the latest
 * @param userLimit time after a request of a user at which its token expires at the latest; without it, there is no limit
 */
@Validated
@ConfigurationProperties("wave.tokens.renewal")
record TokenRenewalProperties(
        @DefaultValue("7d") @DurationMin(seconds = 0) Duration anonymousLimit,
        @DurationMin(seconds = 0) @Nullable Duration userLimit) {}
