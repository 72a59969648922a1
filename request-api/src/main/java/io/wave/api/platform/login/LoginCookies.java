package io.wave.api.platform.login;

import io.wave.api.platform.PlatformToken;
import java.net.HttpCookie;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The cookies with which a Platform sends a new login.
 *
 * @param headers values of {@code Set-Cookie}, each with one cookie
 */
record LoginCookies(List<String> headers) {

    private static final String ACCESS = "JWT";
    private static final String REFRESH = "JWT_REFRESH_TOKEN";

    /** The access token; empty if there is none that can be sent in a header. */
    Optional<String> access() {
        return value(ACCESS);
    }

    /** The refresh token; empty if the former one is to be kept. */
    Optional<String> refresh() {
        return value(REFRESH);
    }

    /** One that is not deleted or expired is preferred. Others are used too, since the clock of this service may be wrong. */
    private Optional<String> value(String name) {
        return headers.stream()
                .flatMap(LoginCookies::parsed)
                .filter(cookie -> cookie.getName().equals(name))
                .sorted(Comparator.comparing(HttpCookie::hasExpired))
                .map(HttpCookie::getValue)
                .filter(PlatformToken::isValid)
                .findFirst();
    }

    private static Stream<HttpCookie> parsed(String header) {
        try {
            return HttpCookie.parse(header).stream();
        } catch (IllegalArgumentException malformed) {
            return Stream.empty();
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
