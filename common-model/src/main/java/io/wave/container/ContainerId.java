package io.wave.container;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The id of a container, derived from its content: 16 lower-case hexadecimal digits. It is computed exactly as in the
 * Wave API, so that images built by other installations are found.
 */
public record ContainerId(@JsonValue String hex) {

    private static final Pattern GRAMMAR = Pattern.compile("[0-9a-f]{16}");

    /** @throws IllegalArgumentException if it is not 16 lower-case hexadecimal digits */
    @JsonCreator
    public ContainerId {
        if (!GRAMMAR.matcher(hex).matches()) {
            throw new IllegalArgumentException(
                    "invalid container id '%s': must have 16 hexadecimal digits".formatted(hex));
        }
    }

    /**
     * The id of a container to build.
     *
     * @param containerFile decoded text of the container file
     * @param condaFile decoded text of the Conda file, or null
     * @param platform normalized platforms, separated by commas
     * @param repository build repository, as typed
     * @param buildContext build context, or null; only its tar digest is used
     * @param frozenConfig configuration that a freeze adds, or null
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
        return new ContainerId(EntryHash.of(entries));
    }

    @Override
    public String toString() {
        return hex;
    }
}
