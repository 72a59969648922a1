package io.wave.api.containerfile.packages;

import io.wave.api.web.problem.ApiException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The templates that container files of packages are made by. The text that each makes is part of container ids. */
public enum BuildTemplate {
    MICROMAMBA_V1("conda/micromamba:v1", PackageType.CONDA),
    MICROMAMBA_V2("conda/micromamba:v2", PackageType.CONDA),
    PIXI_V1("conda/pixi:v1", PackageType.CONDA),
    CRAN_V1("cran/installr:v1", PackageType.CRAN);

    private final String word;
    private final PackageType type;

    BuildTemplate(String word, PackageType type) {
        this.word = word;
        this.type = type;
    }

    /** The template's name in requests and records. */
    public String word() {
        return word;
    }

    /** The name that a build's record shows: without packages the one that was sent, whatever it is. */
    public static @Nullable String shown(@Nullable Packages packages, @Nullable String word) {
        return packages == null ? word : of(packages.type(), word).word;
    }

    /**
     * The template of a request.
     *
     * @param word the one it names, or null or empty for that of the type
     * @throws ApiException 400 if there is none, or none that fits the type
     */
    public static BuildTemplate of(@Nullable PackageType type, @Nullable String word) {
        if (type == null) {
            throw ApiException.invalid("packages.type", "must be given: CONDA or CRAN");
        }
        if (word == null || word.isEmpty()) {
            return type == PackageType.CONDA ? MICROMAMBA_V2 : CRAN_V1;
        }
        BuildTemplate template = Arrays.stream(values())
                .filter(each -> each.word.equals(word))
                .findFirst()
                .orElseThrow(() ->
                        ApiException.invalid("buildTemplate", "is none that this service knows: '%s'".formatted(word)));
        if (template.type != type) {
            throw ApiException.invalid("buildTemplate", "'%s' does not fit packages of type %s".formatted(word, type));
        }
        return template;
    }
}
