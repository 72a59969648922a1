package io.wave.api.web.page;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * Times as pages print them: {@code yyyy-MM-dd HH:mm (GMT±h)} where the requester was, lengths as {@code m:ss}.
 *
 * @param offset of the requester, UTC where it is unknown
 */
public record PageTimes(ZoneOffset offset) {

    /** What stands for all that is not known. */
    public static final String UNKNOWN = "-";

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    /** Times at an offset such as {@code +02:00} or {@code Z}; anything else counts as unknown. */
    public static PageTimes at(String offsetId) {
        try {
            return new PageTimes(ZoneOffset.of(offsetId));
        } catch (DateTimeException unknown) {
            return new PageTimes(ZoneOffset.UTC);
        }
    }

    /** The moment at the requester's offset, to the minute. */
    public String moment(Instant instant) {
        return "%s (%s)".formatted(FORMAT.format(instant.atOffset(offset)), zone());
    }

    /** The length in minutes and seconds, or the sign for the unknown. */
    public static String length(Optional<Duration> duration) {
        return duration.map(PageTimes::length).orElse(UNKNOWN);
    }

    /** The length in minutes and seconds. */
    public static String length(Duration duration) {
        return String.format(Locale.ROOT, "%d:%02d", duration.toMinutes(), duration.toSecondsPart());
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
