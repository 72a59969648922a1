package io.wave.container;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The content-derived id of a container: 16 lower-case hexadecimal digits. Equal inputs give equal ids, bit for bit as
 * the Wave API defines them, so that images built by other installations are recognised.
 */
public record ContainerId(@JsonValue String hex) {

    private static final Pattern GRAMMAR = Pattern.compile("[0-9a-f]{16}");
    private static final char VALUE_FOLLOWS = '\u001c';
    private static final char ENTRY_ENDS = '\u001e';

    /** @throws IllegalArgumentException if it is not 16 lower-case hexadecimal digits */
    @JsonCreator
    public ContainerId {
        if (!GRAMMAR.matcher(hex).matches()) {
            throw new IllegalArgumentException("a container id has 16 hexadecimal digits, not '%s'".formatted(hex));
        }
    }

    /**
     * The id of a container to be built.
     *
     * @param containerFile decoded text, as it is built
     * @param condaFile decoded text, or null
     * @param platform normal form, several joined by a comma
     * @param repository build repository, as typed
     * @param buildContext the context, or null; only its tar digest counts
     * @param frozenConfig the configuration that a freeze bakes in, or null
     */
    public static ContainerId of(
            String containerFile,
            @Nullable String condaFile,
            String platform,
            String repository,
            @Nullable Layer buildContext,
            @Nullable ContainerConfig frozenConfig) {
        Map<String, @Nullable String> entries = new LinkedHashMap<>();
        entries.put("containerFile", containerFile);
        entries.put("condaFile", condaFile);
        entries.put("platform", platform);
        entries.put("repository", repository);
        if (buildContext != null) {
            entries.put("buildContext", buildContext.tarDigest());
        }
        if (frozenConfig != null && !frozenConfig.isEmpty()) {
            entries.put("containerConfig", Integer.toString(frozenConfig.idHash()));
        }
        return new ContainerId(hash(entries));
    }

    /** SipHash of the entries in their order: key, U+001C, value, U+001E, as UTF-16LE; printed in little-endian order. */
    static String hash(Map<String, @Nullable String> entries) {
        StringBuilder text = new StringBuilder();
        entries.forEach((key, value) -> text.append(key)
                .append(VALUE_FOLLOWS)
                .append(value == null ? "" : value)
                .append(ENTRY_ENDS));
        long hash = SipHash.hash(text.toString().getBytes(StandardCharsets.UTF_16LE));
        return HexFormat.of().toHexDigits(Long.reverseBytes(hash));
    }

    @Override
    public String toString() {
        return hex;
    }
}
