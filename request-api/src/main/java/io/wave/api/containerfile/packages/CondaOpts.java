package io.wave.api.containerfile.packages;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** Options for Conda packages with micromamba. */
public final class CondaOpts extends PackageOpts {

    public static final String MAMBA_V1 = "mambaorg/micromamba:1.5.10-noble";

    @JsonProperty
    private @Nullable String mambaImage = MAMBA_V1;

    @JsonProperty
    private @Nullable String baseImage = "ubuntu:24.04";

    public CondaOpts() {
        super("conda-forge::procps-ng");
    }

    /** The image that installs the packages. */
    @Nullable
    public String mambaImage() {
        return mambaImage;
    }

    /** The base image of the final stage, for micromamba v2. */
    @Nullable
    public String baseImage() {
        return baseImage;
    }
}
