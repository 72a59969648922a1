package io.wave.api.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the builds, mirrors or scans of a user, the newest first.
 *
 * @param tenant whose jobs these are
 * @param items the jobs
 * @param next value of {@code after} for the next page; absent on the last one
 */
record JobList(
        String tenant,
        @JsonInclude(JsonInclude.Include.ALWAYS) List<ListedJob> items,
        @Nullable String next) {}
