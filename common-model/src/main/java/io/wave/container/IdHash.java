package io.wave.container;

import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The 32-bit structural hash of container configurations: {@code h = 31·h + x}, in two's complement. */
final class IdHash {

    private IdHash() {}

    /** Combines the hashes of the members, starting with 1. */
    static int of(int... members) {
        int hash = 1;
        for (int member : members) {
            hash = 31 * hash + member;
        }
        return hash;
    }

    static int of(@Nullable String text) {
        return text == null ? 0 : text.hashCode();
    }

    static <T> int of(@Nullable List<T> list, ToIntFunction<T> element) {
        return list == null ? 0 : of(list.stream().mapToInt(element).toArray());
    }
}
