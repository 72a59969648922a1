package io.wave.api.containerfile.packages;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The {@code packages} of a container request.
 *
 * @param type package manager
 * @param environment a Conda environment file, in base64; takes precedence over {@code entries}
 * @param entries packages, or the URL of one lock file
 * @param channels Conda channels or CRAN repositories
 * @param condaOpts options for Conda packages with micromamba
 * @param pixiOpts options for Conda packages with pixi
 * @param cranOpts options for CRAN packages
 */
public record Packages(
        @Nullable PackageType type,
        @Nullable String environment,
        @Nullable List<@Nullable String> entries,
        @Nullable List<@Nullable String> channels,
        @Nullable CondaOpts condaOpts,
        @Nullable PixiOpts pixiOpts,
        @Nullable CranOpts cranOpts) {

    /** The total length of the texts that become part of the container file. */
    public long length() {
        return length(entries)
                + length(channels)
                + length(conda().commands())
                + length(pixi().commands())
                + length(cran().commands());
    }

    private static long length(@Nullable List<@Nullable String> texts) {
        return texts == null
                ? 0
                : texts.stream()
                        .mapToLong(
                                text -> 1 + Objects.requireNonNullElse(text, "").length())
                        .sum();
    }

    /** The texts that may contain URLs, by field. */
    public Map<String, List<String>> sources() {
        Map<String, List<String>> sources = new LinkedHashMap<>();
        sources.put("packages.entries", given(entries));
        sources.put("packages.channels", given(channels));
        sources.put("packages.condaOpts.basePackages", given(Collections.singletonList(conda().basePackages())));
        sources.put("packages.pixiOpts.basePackages", given(Collections.singletonList(pixi().basePackages())));
        return sources;
    }

    private static List<String> given(@Nullable List<@Nullable String> texts) {
        return texts == null
                ? List.of()
                : texts.stream().flatMap(Stream::ofNullable).toList();
    }

    public CondaOpts conda() {
        return Objects.requireNonNullElseGet(condaOpts, CondaOpts::new);
    }

    public PixiOpts pixi() {
        return Objects.requireNonNullElseGet(pixiOpts, PixiOpts::new);
    }

    public CranOpts cran() {
        return Objects.requireNonNullElseGet(cranOpts, CranOpts::new);
    }
}
