package io.wave.api.platform.login;

import java.util.Optional;

/**
 * A login in the table.
 *
 * @param key what it is stored under
 * @param version number of the pair
 * @param failure why it could not be refreshed a moment ago
 */
record StoredLogin(String key, long version, LoginPair pair, Optional<Failure> failure) {

    /**
     * A failure that is remembered for a moment.
     *
     * @param refused whether the Platform does not accept the refresh token
     * @param message in words, for users
     */
    record Failure(boolean refused, String message) {}
}
