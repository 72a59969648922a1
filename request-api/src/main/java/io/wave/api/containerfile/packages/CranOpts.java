package io.wave.api.containerfile.packages;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How packages of CRAN are built. No record: an absent key keeps its default, an explicit null does not. */
public final class CranOpts {

    @JsonProperty
    private @Nullable String rImage = "rocker/r-ver:4.4.1";

    @JsonProperty
    private @Nullable String basePackages = "littler r-cran-docopt";

    @JsonProperty
    private @Nullable List<@Nullable String> commands;

    /** What the image is made from; it has R and apt. */
    @Nullable
    public String rImage() {
        return rImage;
    }

    /** Debian packages, installed before those of R. */
    @Nullable
    public String basePackages() {
        return basePackages;
    }

    /** Lines at the end of the file. */
    @Nullable
    public List<@Nullable String> commands() {
        return commands;
    }
}
