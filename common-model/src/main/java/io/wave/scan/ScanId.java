package io.wave.scan;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.wave.container.EntryHash;
import io.wave.image.Digest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The id of a scan: {@code sc-<hash>_<N>}, where N counts the scans with that hash from 1.
 *
 * @param hash 16 lower-case hexadecimal digits
 * @param number the number of the scan
 */
public record ScanId(String hash, long number) {

    private static final Pattern GRAMMAR = Pattern.compile("sc-([0-9a-f]{16})_(\\d{1,18})");

    /** @throws IllegalArgumentException if the parts do not form an id */
    public ScanId {
        if (number < 0 || !GRAMMAR.matcher(text(hash, number)).matches()) {
            throw invalid(text(hash, number));
        }
    }

    /**
     * Parses {@code sc-<16 hex>_<N>}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    @JsonCreator
    public static ScanId parse(String text) {
        Matcher parts = GRAMMAR.matcher(text);
        if (!parts.matches()) {
            throw invalid(text);
        }
        return new ScanId(parts.group(1), Long.parseLong(parts.group(2)));
    }

    /**
     * The hash of the scans of an image.
     *
     * @param image the image, as typed
     * @param digest its digest, if known
     */
    public static String hash(String image, @Nullable Digest digest) {
        Map<String, @Nullable String> entries = new LinkedHashMap<>();
        entries.put("image", image);
        if (digest != null) {
            entries.put("digest", digest.toString());
        }
        return EntryHash.of(entries);
    }

    private static IllegalArgumentException invalid(String text) {
        return new IllegalArgumentException(
                "invalid scan id '%s': must have the form sc-<16 hex digits>_<number>".formatted(text));
    }

    private static String text(String hash, long number) {
        return "sc-" + hash + "_" + number;
    }

    @JsonValue
    @Override
    public String toString() {
        return text(hash, number);
    }
}
