package io.wave.api.containerfile.packages;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** Options for CRAN packages. */
public final class CranOpts extends PackageOpts {

    @JsonProperty
    private @Nullable String rImage = "rocker/r-ver:4.4.1";

    public CranOpts() {
        super("littler r-cran-docopt");
    }

    /** The base image, which needs R and apt. */
    @Nullable
    public String rImage() {
        return rImage;
    }
}
