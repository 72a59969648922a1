package io.wave.api.containerfile.packages;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How Conda packages are built with micromamba. No record: an absent key keeps its default, an explicit null does not. */
public final class CondaOpts {

    public static final String MAMBA_V1 = "mambaorg/micromamba:1.5.10-noble";

    @JsonProperty
    private @Nullable String mambaImage = MAMBA_V1;

    @JsonProperty
    private @Nullable String basePackages = "conda-forge::procps-ng";

    @JsonProperty
    private @Nullable String baseImage = "ubuntu:24.04";

    @JsonProperty
    private @Nullable List<@Nullable String> commands;

    /** What packages are installed with. */
    @Nullable
    public String mambaImage() {
        return mambaImage;
    }

    /** Packages added to all others. */
    @Nullable
    public String basePackages() {
        return basePackages;
    }

    /** What the final image is made from, with micromamba v2. */
    @Nullable
    public String baseImage() {
        return baseImage;
    }

    /** Lines at the end of the file. */
    @Nullable
    public List<@Nullable String> commands() {
        return commands;
    }
}
