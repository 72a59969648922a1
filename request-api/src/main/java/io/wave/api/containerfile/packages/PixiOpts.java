package io.wave.api.containerfile.packages;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Options for Conda packages with pixi. Not a record, since an absent member has its default but an explicit null does
 * not.
 */
public final class PixiOpts {

    @JsonProperty
    private @Nullable String pixiImage = "public.cr.seqera.io/wave/pixi:0.61.0-noble";

    @JsonProperty
    private @Nullable String basePackages = "conda-forge::procps-ng";

    @JsonProperty
    private @Nullable String baseImage = "ubuntu:24.04";

    @JsonProperty
    private @Nullable List<@Nullable String> commands;

    /** The image that installs the packages. */
    @Nullable
    public String pixiImage() {
        return pixiImage;
    }

    /** Packages that are always installed. */
    @Nullable
    public String basePackages() {
        return basePackages;
    }

    /** The base image of the final stage. */
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
