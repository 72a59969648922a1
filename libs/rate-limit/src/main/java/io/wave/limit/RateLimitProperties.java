package io.wave.limit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of callers. Rates read {@code <count>/<duration>}. All services need the same ones.
 *
 * @param enabled whether builds, pulls and calls are limited; the same on all services
 * @param build builds that begin
 * @param pull container requests and manifests by digest
 * @param httpRequest calls of an address
 */
@ConfigurationProperties("rate-limit")
record RateLimitProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue Build build,
        @DefaultValue Pull pull,
        @DefaultValue HttpRequest httpRequest) {

    /**
     * Builds.
     *
     * @param anonymous builds that begin, of an address, such as {@code 10/1h}
     * @param authenticated builds that begin, of a user
     */
    record Build(
            @DefaultValue("10/1h") Rate anonymous,
            @DefaultValue("10/1m") Rate authenticated) {}

    /**
     * Pulls.
     *
     * @param anonymous container requests and manifests by digest, of an address
     * @param authenticated container requests and manifests by digest, of a user
     */
    record Pull(
            @DefaultValue("100/1h") Rate anonymous,
            @DefaultValue("100/1m") Rate authenticated) {}

    /**
     * Calls.
     *
     * @param limit calls of any kind, of an address
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
