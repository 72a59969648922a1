package io.wave.api.containerfile.packages;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Options for Conda packages with micromamba. Not a record, since an absent member has its default but an explicit null
 * does not.
 */
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

    /** The image that installs the packages. */
    @Nullable
    public String mambaImage() {
        return mambaImage;
    }

    /** Packages that are always installed. */
    @Nullable
    public String basePackages() {
        return basePackages;
    }

    /** The base image of the final stage, for micromamba v2. */
    @Nullable
    public String baseImage() {
        return baseImage;
    }

    /** Lines to append to the container file. */
    @Nullable
    public List<@Nullable String> commands() {
        return commands;
    }
}
