package io.wave.api.dashboard;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * What is at {@code /}.
 *
 * @param url where {@code /} leads; without it there is the home page
 */
@Validated
@ConfigurationProperties("wave.landing")
record LandingProperties(@Nullable URI url) {}
