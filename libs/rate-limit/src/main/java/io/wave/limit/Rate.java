package io.wave.limit;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.convert.DurationStyle;

/**
 * So many in so much time, written {@code 100/1h}. Windows are fixed: all come back together.
 *
 * @param count how many
 * @param period in which time
 */
public record Rate(long count, Duration period) {

    private static final List<ChronoUnit> UNITS =
            List.of(ChronoUnit.DAYS, ChronoUnit.HOURS, ChronoUnit.MINUTES, ChronoUnit.SECONDS);
    private static final Pattern GRAMMAR = Pattern.compile("(\\d{1,9})\\s*/\\s*(\\d+)\\s*(ms|s|m|h|d)");

    /** @throws IllegalArgumentException if there are none, or no time */
    public Rate {
        if (count < 1 || !period.isPositive()) {
            throw new IllegalArgumentException("a rate allows something in some time");
        }
    }

    /**
     * Reads a rate.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static Rate valueOf(String text) {
        Matcher parts = GRAMMAR.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "a rate reads <count>/<duration>, such as 100/1h, not '%s'".formatted(text));
        }
        return new Rate(Long.parseLong(parts.group(1)), DurationStyle.SIMPLE.parse(parts.group(2) + parts.group(3)));
    }

    @Override
    public String toString() {
        return count + " in "
                + UNITS.stream()
                        .filter(unit -> period.toMillis() % unit.getDuration().toMillis() == 0)
                        .findFirst()
                        .map(unit -> DurationStyle.SIMPLE.print(period, unit))
                        .orElseGet(() -> DurationStyle.SIMPLE.print(period));
    }
}
