package io.wave.api.history;

import io.wave.api.persistence.Position;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The records on a page.
 *
 * @param records up to the limit
 * @param next where the next page begins; null after the last record
 */
record Shown<R>(List<R> records, @Nullable String next) {

    /** @param found one record more than the limit, if there are more */
    static <R> Shown<R> of(List<R> found, int limit, Function<R, Position> position) {
        if (found.size() <= limit) {
            return new Shown<>(found, null);
        }
        List<R> records = found.subList(0, limit);
        return new Shown<>(records, position.apply(records.getLast()).toString());
    }
}
