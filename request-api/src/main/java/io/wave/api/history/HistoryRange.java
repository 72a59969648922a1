package io.wave.api.history;

import io.wave.api.persistence.Position;
import io.wave.api.security.caller.Caller;
import io.wave.api.security.caller.CallerRights;
import io.wave.api.web.problem.ApiException;
import org.jspecify.annotations.Nullable;

/**
 * Which records are listed.
 *
 * @param tenant whose
 * @param after where the list begins
 * @param limit how many at most
 */
record HistoryRange(String tenant, Position after, int limit) {

    private static final int MAX = 100;
    private static final int DEFAULT = 20;

    /**
     * The range that a caller asks for.
     *
     * @throws ApiException 401 if the caller has no records, or may not see those of the tenant; 400 for invalid values
     */
    static HistoryRange of(Caller caller, HistoryQuery query) {
        return new HistoryRange(owner(caller, query.tenant()), position(query.after()), number(query.limit()));
    }

    private static String owner(Caller caller, @Nullable String tenant) {
        if (caller instanceof Caller.Anonymous) {
            throw ApiException.tokenRequired(
                    "authentication required: lists have the records of a user. Send an API token"
                            + " in the header Authorization: Bearer");
        }
        if (tenant == null && caller instanceof Caller.Operator) {
            throw ApiException.invalid(
                    "tenant", "required for operator accounts, since they have no records of their own");
        }
        if (tenant == null || tenant.equals(caller.tenant())) {
            return caller.tenant();
        }
        CallerRights.requireOperator(caller);
        if (tenant.indexOf('\0') >= 0) {
            throw ApiException.invalid("tenant", "must not contain NUL characters");
        }
        return tenant;
    }

    private static Position position(@Nullable String after) {
        return after == null
                ? Position.START
                : Position.find(after)
                        .orElseThrow(() ->
                                ApiException.invalid("after", "must be the value of next in the previous response"));
    }

    private static int number(@Nullable String limit) {
        if (limit == null || limit.isEmpty()) {
            return DEFAULT;
        }
        try {
            int number = Integer.parseInt(limit);
            if (number >= 1 && number <= MAX) {
                return number;
            }
        } catch (NumberFormatException none) {
            // reported below
        }
        throw ApiException.invalid("limit", "must be a number from 1 to %d".formatted(MAX));
    }
}
