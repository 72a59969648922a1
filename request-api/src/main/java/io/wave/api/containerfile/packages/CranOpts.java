package io.wave.api.containerfile.packages;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Options for CRAN packages. Not a record, since an absent member has its default but an explicit null does not. */
public final class CranOpts {

    @JsonProperty
    private @Nullable String rImage = "rocker/r-ver:4.4.1";

    @JsonProperty
    private @Nullable String basePackages = "littler r-cran-docopt";

    @JsonProperty
    private @Nullable List<@Nullable String> commands;

    /** The base image, which needs R and apt. */
    @Nullable
    public String rImage() {
        return rImage;
    }

    /** Debian packages to install before the R packages. */
    @Nullable
    public String basePackages() {
        return basePackages;
    }

    /** Lines to append to the container file. */
    @Nullable
    public List<@Nullable String> commands() {
        return commands;
    }
}
