package io.wave.registry.http;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads the {@code Retry-After} header, RFC 9110 section 10.2.3: seconds or a date. */
final class RetryAfter {

    private static final Duration MAX_DELAY = Duration.ofHours(6);

    private RetryAfter() {}

    static Optional<Duration> parse(String text, Clock clock) {
        try {
            Duration delay = text.strip().matches("[0-9]{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(text.strip()))
                    : Duration.between(
                            clock.instant(), ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME));
            Duration positive = delay.isNegative() ? Duration.ZERO : delay;
            return Optional.of(positive.compareTo(MAX_DELAY) > 0 ? MAX_DELAY : positive);
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
