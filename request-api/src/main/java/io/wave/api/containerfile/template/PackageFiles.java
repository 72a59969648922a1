package io.wave.api.containerfile.template;

import io.wave.api.containerfile.packages.BuildTemplate;
import io.wave.api.containerfile.packages.CranOpts;
import io.wave.api.containerfile.packages.PackageRules;
import io.wave.api.containerfile.packages.PackageType;
import io.wave.api.containerfile.packages.Packages;
import io.wave.api.web.problem.ApiException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files that are generated from packages.
 *
 * @param containerFile text of the Dockerfile or Singularity definition file
 * @param condaFile text of {@code conda.yml} in the build context, or null
 * @param template the template that generated them
 */
public record PackageFiles(String containerFile, @Nullable String condaFile, BuildTemplate template) {

    /**
     * Generates the files. Equal packages always give equal files for a version of a template.
     *
     * @param buildTemplate requested template, or null for the default
     * @param lockFile content of the {@linkplain #lockFile lock file}; null if there is none, or to validate the rest before it
     *     is downloaded
     * @throws io.wave.api.web.problem.ApiException 400 naming the field and the violated rule
     */
    public static PackageFiles of(
            Packages packages, @Nullable String buildTemplate, boolean singularity, @Nullable String lockFile) {
        BuildTemplate template = BuildTemplate.of(packages.type(), buildTemplate);
        if (singularity && template.isLayered()) {
            throw ApiException.invalid(
                    "buildTemplate",
                    "'%s' does not support format 'sif': use the template without '-fast'"
                            .formatted(template.templateName()));
        }
        if (template == BuildTemplate.CRAN_V1) {
            CranOpts options = packages.cran();
            List<String> commands = PackageRules.commands("packages.cranOpts.commands", options.commands());
            CranV1 cran = CranV1.of(packages, options);
            return new PackageFiles(text(cran, commands, singularity), null, template);
        }
        CondaPackages conda = CondaPackages.of(packages, lockFile);
        String text = text(conda(template, conda, packages), commands(template, packages), singularity);
        return new PackageFiles(text, conda.file(), template);
    }

    /** The URL of the lock file that has to be downloaded, if the packages are given by one. */
    public static Optional<URI> lockFile(Packages packages) {
        return packages.type() == PackageType.CONDA
                ? CondaPackages.lockFile(packages).map(URI::create)
                : Optional.empty();
    }

    private static Template conda(BuildTemplate template, CondaPackages conda, Packages packages) {
        return switch (template) {
            case MICROMAMBA_V1 -> MicromambaV1.of(conda, packages.conda());
            case MICROMAMBA_V2, MICROMAMBA_V2_FAST -> MicromambaV2.of(conda, packages.conda(), template.isLayered());
            case PIXI_V1, PIXI_V1_FAST -> PixiV1.of(conda, packages.pixi(), template.isLayered());
            case CRAN_V1 -> throw new IllegalArgumentException("not of Conda: " + template);
        };
    }

    private static List<String> commands(BuildTemplate template, Packages packages) {
        return template.usesPixi()
                ? PackageRules.commands(
                        "packages.pixiOpts.commands", packages.pixi().commands())
                : PackageRules.commands(
                        "packages.condaOpts.commands", packages.conda().commands());
    }

    private static String text(Template template, List<String> commands, boolean singularity) {
        StringBuilder text = new StringBuilder(singularity ? template.singularity() : template.docker());
        if (singularity && !commands.isEmpty()) {
            text.append("%post\n");
        }
        commands.forEach(command ->
                text.append(singularity ? "    " : "").append(command).append('\n'));
        return text.toString();
    }
}
