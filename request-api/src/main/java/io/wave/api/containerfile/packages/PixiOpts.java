package io.wave.api.containerfile.packages;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How Conda packages are built with pixi. No record: an absent key keeps its default, an explicit null does not. */
public final class PixiOpts {

    @JsonProperty
    private @Nullable String pixiImage = "public.cr.seqera.io/wave/pixi:0.61.0-noble";

    @JsonProperty
    private @Nullable String basePackages = "conda-forge::procps-ng";

    @JsonProperty
    private @Nullable String baseImage = "ubuntu:24.04";

    @JsonProperty
    private @Nullable List<@Nullable String> commands;

    /** What packages are installed with. */
    @Nullable
    public String pixiImage() {
        return pixiImage;
    }

    /** Packages added to all others. */
    @Nullable
    public String basePackages() {
        return basePackages;
    }

    /** What the final image is made from. */
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
