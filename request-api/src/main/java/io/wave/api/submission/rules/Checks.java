package io.wave.api.submission.rules;

import io.wave.api.web.problem.ApiException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Throws an {@link ApiException} if a rule is violated. */
final class Checks {

    private Checks() {}

    static void require(boolean holds, String field, String rule) {
        if (!holds) {
            throw ApiException.invalid(field, rule);
        }
    }

    /** The message is created only if the rule is violated, since each request is checked by many rules. */
    static void require(boolean holds, String field, Supplier<String> rule) {
        if (!holds) {
            throw ApiException.invalid(field, rule.get());
        }
    }

    static void notLonger(String field, @Nullable String text, int limit) {
        require(
                text == null || text.length() <= limit,
                field,
                () -> "must not be longer than %d characters".formatted(limit));
    }

    static void unsupported(boolean asked, String field, String reason) {
        if (asked) {
            throw ApiException.unsupported(field, reason);
        }
    }
}
