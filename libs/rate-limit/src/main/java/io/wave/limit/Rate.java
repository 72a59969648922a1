package io.wave.limit;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.convert.DurationStyle;

/**
 * A number in a period, such as {@code 100/1h}. Windows are fixed: the whole number is available again at once.
 *
 * @param count number
 * @param period length of the window
 */
public record Rate(long count, Duration period) {

    private static final List<ChronoUnit> UNITS =
            List.of(ChronoUnit.DAYS, ChronoUnit.HOURS, ChronoUnit.MINUTES, ChronoUnit.SECONDS);
    private static final Pattern GRAMMAR = Pattern.compile("(\\d{1,9})\\s*/\\s*(\\d+)\\s*(ms|s|m|h|d)");

    /** @throws IllegalArgumentException if one is not positive */
    public Rate {
        if (count < 1 || !period.isPositive()) {
            throw new IllegalArgumentException("invalid rate: count and duration must be greater than 0");
        }
    }

    /**
     * Parses a rate.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static Rate valueOf(String text) {
        Matcher parts = GRAMMAR.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "invalid rate '%s': expected <count>/<duration>, such as 100/1h".formatted(text));
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
