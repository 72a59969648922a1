package io.wave.api.containerfile.packages;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Options of a package manager. Not a record, since an absent member has its default but an explicit null does not.
 */
public abstract sealed class PackageOpts permits CondaOpts, CranOpts, PixiOpts {

    @JsonProperty
    private @Nullable String basePackages;

    @JsonProperty
    private @Nullable List<@Nullable String> commands;

    PackageOpts(String basePackages) {
        this.basePackages = basePackages;
    }

    /** Packages that are always installed; for CRAN, Debian packages. */
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
