package io.wave.api.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the container requests of a user, the newest first.
 *
 * @param tenant whose requests these are
 * @param items the requests
 * @param next value of {@code after} for the next page; absent on the last one
 */
record RequestList(
        String tenant,
        @JsonInclude(JsonInclude.Include.ALWAYS) List<ListedRequest> items,
        @Nullable String next) {}
