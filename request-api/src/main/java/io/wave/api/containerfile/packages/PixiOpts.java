package io.wave.api.containerfile.packages;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** Options for Conda packages with pixi. */
public final class PixiOpts extends PackageOpts {

    @JsonProperty
    private @Nullable String pixiImage = "public.cr.seqera.io/wave/pixi:0.61.0-noble";

    @JsonProperty
    private @Nullable String baseImage = "ubuntu:24.04";

    public PixiOpts() {
        super("conda-forge::procps-ng");
    }

    /** The image that installs the packages. */
    @Nullable
    public String pixiImage() {
        return pixiImage;
    }

    /** The base image of the final stage. */
    @Nullable
    public String baseImage() {
        return baseImage;
    }
}
