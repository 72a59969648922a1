package io.wave.api.dashboard;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The start page at {@code /}.
 *
 * @param url where {@code /} redirects to; if absent, the home page is shown
 */
@Validated
@ConfigurationProperties("wave.landing")
record LandingProperties(@Nullable URI url) {}
