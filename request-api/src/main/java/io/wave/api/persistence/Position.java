package io.wave.api.persistence;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a list of records, the newest first: after the record with this time and id. It stays the same when newer records
 * are added.
 *
 * @param time when the record was created, in microseconds as PostgreSQL stores it
 * @param id its id
 */
public record Position(Instant time, String id) {

    /** Before the first record. */
    public static final Position START = new Position(Instant.parse("9999-12-31T00:00:00Z"), "");

    private static final Pattern TEXT = Pattern.compile("(\\d{1,16})\\.([\\w-]{1,100})");

    /** The place that {@link #toString} describes; empty for any other text. */
    public static Optional<Position> find(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Position(
                    Instant.EPOCH.plus(Long.parseLong(parts.group(1)), ChronoUnit.MICROS), parts.group(2)));
        } catch (DateTimeException outOfRange) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time) + "." + id;
    }
}
