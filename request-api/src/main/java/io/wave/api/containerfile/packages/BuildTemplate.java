package io.wave.api.containerfile.packages;

import io.wave.api.web.problem.ApiException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The build templates, which generate container files from packages. The generated texts are part of container ids. */
public enum BuildTemplate {
    MICROMAMBA_V1("conda/micromamba:v1", PackageType.CONDA),
    MICROMAMBA_V2("conda/micromamba:v2", PackageType.CONDA),
    MICROMAMBA_V2_FAST("conda/micromamba:v2-fast", PackageType.CONDA),
    PIXI_V1("conda/pixi:v1", PackageType.CONDA),
    PIXI_V1_FAST("conda/pixi:v1-fast", PackageType.CONDA),
    CRAN_V1("cran/installr:v1", PackageType.CRAN);

    private final String templateName;
    private final PackageType type;

    BuildTemplate(String templateName, PackageType type) {
        this.templateName = templateName;
        this.type = type;
    }

    /** The name of the template in requests and records. */
    public String templateName() {
        return templateName;
    }

    /** Whether the environment is copied in several layers; such a template is for container images only. */
    public boolean isLayered() {
        return this == MICROMAMBA_V2_FAST || this == PIXI_V1_FAST;
    }

    /** Whether pixi installs the packages. */
    public boolean usesPixi() {
        return this == PIXI_V1 || this == PIXI_V1_FAST;
    }

    /** The name that a build record shows: without packages the requested name, even if it is unknown. */
    public static @Nullable String shown(@Nullable Packages packages, @Nullable String templateName) {
        return packages == null ? templateName : of(packages.type(), templateName).templateName;
    }

    /**
     * The template of a request.
     *
     * @param templateName the requested name; null or empty for the default of the package type
     * @throws ApiException 400 if it is unknown or does not support the package type
     */
    public static BuildTemplate of(@Nullable PackageType type, @Nullable String templateName) {
        if (type == null) {
            throw ApiException.invalid("packages.type", "is required: CONDA or CRAN");
        }
        if (templateName == null || templateName.isEmpty()) {
            return type == PackageType.CONDA ? MICROMAMBA_V2 : CRAN_V1;
        }
        BuildTemplate template = Arrays.stream(values())
                .filter(each -> each.templateName.equals(templateName))
                .findFirst()
                .orElseThrow(() -> ApiException.invalid("buildTemplate", unknown(templateName)));
        if (template.type != type) {
            throw ApiException.invalid(
                    "buildTemplate", "'%s' does not support packages of type %s".formatted(templateName, type));
        }
        return template;
    }

    private static String unknown(String templateName) {
        return "unknown template '%s': must be one of %s"
                .formatted(
                        templateName,
                        Arrays.stream(values()).map(each -> each.templateName).collect(Collectors.joining(", ")));
    }
}
