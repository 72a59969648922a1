package io.wave.api.history;

import io.swagger.v3.oas.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters of a list, as they were sent.
 *
 * @param tenant whose records; those of the caller if it is missing
 * @param after the value of {@code next} in the previous response
 * @param limit how many records at most
 */
record HistoryQuery(
        @Parameter(description = "The tenant; only for operators. The default is the caller's own.") @Nullable
        String tenant,

        @Parameter(description = "The value of `next` in the previous response.") @Nullable
        String after,

        @Parameter(description = "How many records at most, from 1 to 100; the default is 20.") @Nullable
        String limit) {}
