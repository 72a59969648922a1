package io.wave.api.platform.login;

import java.net.HttpCookie;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The cookies with which a Platform sends a new login.
 *
 * @param headers values of {@code Set-Cookie}, each with one cookie
 */
record LoginCookies(List<String> headers) {

    private static final String ACCESS = "JWT";
    private static final String REFRESH = "JWT_REFRESH_TOKEN";
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,16384}+");

    /** The access token; empty if there is none that can be sent in a header. */
    Optional<String> access() {
        return value(ACCESS);
    }

    /** The refresh token; empty if the former one is to be kept. */
    Optional<String> refresh() {
        return value(REFRESH);
    }

    private Optional<String> value(String name) {
        return headers.stream()
                .flatMap(LoginCookies::parsed)
                .filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue)
                .filter(value -> TOKEN.matcher(value).matches())
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
