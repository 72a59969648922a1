package io.wave.container;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The hash from which the ids of containers and scans are made: 16 lower-case hexadecimal digits. */
public final class EntryHash {

    private static final char VALUE_FOLLOWS = '\u001c';
    private static final char ENTRY_ENDS = '\u001e';

    private EntryHash() {}

    /**
     * SipHash of the entries in their order: key, U+001C, value, U+001E, as UTF-16LE; printed in little-endian order.
     */
    public static String of(Map<String, @Nullable String> entries) {
        StringBuilder text = new StringBuilder();
        entries.forEach((key, value) -> text.append(key)
                .append(VALUE_FOLLOWS)
                .append(value == null ? "" : value)
                .append(ENTRY_ENDS));
        long hash = SipHash.hash(text.toString().getBytes(StandardCharsets.UTF_16LE));
        return HexFormat.of().toHexDigits(Long.reverseBytes(hash));
    }
}
