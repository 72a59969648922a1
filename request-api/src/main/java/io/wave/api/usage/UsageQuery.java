package io.wave.api.usage;

import io.wave.api.web.problem.ApiException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a usage query; null means all.
 *
 * @param day a day
 * @param organisation an organization
 * @param architecture {@code amd64} or {@code arm64}
 */
record UsageQuery(
        @Nullable LocalDate day,
        @Nullable String organisation,
        @Nullable String architecture) {

    static UsageQuery of(@Nullable String date, @Nullable String organisation, @Nullable String architecture) {
        return new UsageQuery(day(date), organisation(organisation), architecture(architecture));
    }

    /** Unauthenticated users belong to no organization and are not part of the total over all organizations. */
    boolean includesAnonymous() {
        return organisation == null && (day != null || architecture != null);
    }

    private static @Nullable LocalDate day(@Nullable String text) {
        String date = blankToNull(text);
        if (date == null) {
            return null;
        }
        try {
            if (date.length() == "yyyy-MM-dd".length()) {
                return LocalDate.parse(date);
            }
        } catch (DateTimeParseException malformed) {
            // reported below
        }
        throw ApiException.invalid("date", "must have the form yyyy-MM-dd, not '%s'".formatted(date));
    }

    private static @Nullable String organisation(@Nullable String text) {
        String name = blankToNull(text);
        if (name != null && name.indexOf('\0') >= 0) {
            throw ApiException.invalid("org", "must not contain NUL characters");
        }
        return name;
    }

    private static @Nullable String architecture(@Nullable String text) {
        String name = blankToNull(text);
        return name == null
                ? null
                : switch (name) {
                    case "amd64", "x86_64", "x86-64" -> "amd64";
                    case "arm64", "aarch64", "arm" -> "arm64";
                    default ->
                        throw ApiException.invalid(
                                "arch",
                                "must be amd64, x86_64, x86-64, arm64, aarch64 or arm, not '%s'".formatted(name));
                };
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip().toLowerCase(Locale.ROOT);
    }
}
