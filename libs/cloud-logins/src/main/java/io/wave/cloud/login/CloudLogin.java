package io.wave.cloud.login;

import io.wave.registry.config.Credentials;
import java.time.Duration;
import java.time.Instant;

/**
 * A login that a cloud has given out.
 *
 * @param login user name and password
 * @param issued when it was given out
 * @param renewal from when on another one is requested
 * @param end when it ends
 */
public record CloudLogin(Credentials login, Instant issued, Instant renewal, Instant end) {

    private static final Duration LONGEST = Duration.ofHours(3);
    private static final Duration AHEAD = Duration.ofMinutes(5);
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    /** A login that is renewed five minutes before it ends, after three hours at the latest and after a minute at the earliest. */
    public static CloudLogin of(Credentials login, Instant now, Instant end) {
        Instant ahead = earlier(end.minus(AHEAD), now.plus(LONGEST));
        Instant earliest = now.plus(SHORTEST);
        return new CloudLogin(login, now, ahead.isBefore(earliest) ? earliest : ahead, end);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** The same login, to be renewed a minute from now, since it cannot be renewed now. */
    CloudLogin postponed(Instant now) {
        return new CloudLogin(login, issued, now.plus(SHORTEST), end);
    }

    boolean isNewerThan(Duration age, Instant now) {
        return issued.plus(age).isAfter(now);
    }

    @Override
    public String toString() {
        return "***";
    }
}
