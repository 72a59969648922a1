package io.wave.limit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Rate limits, in the form {@code <count>/<duration>}. They must be the same for all services.
 *
 * @param enabled whether builds, pulls and HTTP requests are limited; the same for all services
 * @param build limits of new builds
 * @param pull limits of container requests and manifests by digest
 * @param httpRequest limits of HTTP requests by address
 */
@ConfigurationProperties("rate-limit")
record RateLimitProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue Build build,
        @DefaultValue Pull pull,
        @DefaultValue HttpRequest httpRequest) {

    /**
     * Limits of new builds.
     *
     * @param anonymous new builds per client address, such as {@code 10/1h}
     * @param authenticated new builds per user
     */
    record Build(
            @DefaultValue("10/1h") Rate anonymous,
            @DefaultValue("10/1m") Rate authenticated) {}

    /**
     * Limits of pulls.
     *
     * @param anonymous container requests and manifests by digest per client address
     * @param authenticated container requests and manifests by digest per user
     */
    record Pull(
            @DefaultValue("100/1h") Rate anonymous,
            @DefaultValue("100/1m") Rate authenticated) {}

    /**
     * Limits of HTTP requests.
     *
     * @param limit HTTP requests per client address
     */
    record HttpRequest(@DefaultValue("100/1s") Rate limit) {}

    Rate rate(Limit limit, Caller caller) {
        return switch (limit) {
            case BUILD -> caller.isAnonymous() ? build.anonymous() : build.authenticated();
            case PULL -> caller.isAnonymous() ? pull.anonymous() : pull.authenticated();
            case REQUEST -> httpRequest.limit();
        };
    }
}
