package io.wave.api.web.page;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * Formats times for pages: {@code yyyy-MM-dd HH:mm (GMT±h)} in the UTC offset of the user, durations as {@code m:ss}.
 *
 * @param offset UTC offset of the user, UTC if unknown
 */
public record PageTimeFormat(ZoneOffset offset) {

    /** Shown for unknown values. */
    public static final String UNKNOWN = "-";

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    /** Times at an offset such as {@code +02:00} or {@code Z}; other values count as unknown. */
    public static PageTimeFormat at(String offsetId) {
        try {
            return new PageTimeFormat(ZoneOffset.of(offsetId));
        } catch (DateTimeException unknown) {
            return new PageTimeFormat(ZoneOffset.UTC);
        }
    }

    /** A time at the user's offset, to the minute. */
    public String dateTime(Instant instant) {
        return "%s (%s)".formatted(FORMAT.format(instant.atOffset(offset)), zone());
    }

    /** A duration in minutes and seconds, or the sign for unknown values. */
    public static String length(Optional<Duration> duration) {
        return duration.map(PageTimeFormat::length).orElse(UNKNOWN);
    }

    /** A duration in minutes and seconds. */
    public static String length(Duration duration) {
        return String.format(Locale.ROOT, "%d:%02d", duration.toMinutes(), duration.toSecondsPart());
    }

    /** A duration in seconds with tenths, or in minutes and seconds if it is longer than a minute. */
    public static String seconds(Duration duration) {
        return duration.toMinutes() > 0
                ? length(duration)
                : String.format(Locale.ROOT, "%.1f s", Math.max(0, duration.toMillis()) / 1000.0);
    }

    private String zone() {
        int minutes = offset.getTotalSeconds() / 60;
        if (minutes == 0) {
            return "GMT";
        }
        String sign = minutes < 0 ? "-" : "+";
        String rest = minutes % 60 == 0 ? "" : String.format(Locale.ROOT, ":%02d", Math.abs(minutes % 60));
        return "GMT" + sign + Math.abs(minutes / 60) + rest;
    }
}
