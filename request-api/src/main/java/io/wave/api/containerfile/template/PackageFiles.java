package io.wave.api.containerfile.template;

import io.wave.api.containerfile.packages.BuildTemplate;
import io.wave.api.containerfile.packages.CranOpts;
import io.wave.api.containerfile.packages.PackageRules;
import io.wave.api.containerfile.packages.Packages;
import java.util.List;
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
     * @throws io.wave.api.web.problem.ApiException 400 naming the field and the violated rule
     */
    public static PackageFiles of(Packages packages, @Nullable String buildTemplate, boolean singularity) {
        BuildTemplate template = BuildTemplate.of(packages.type(), buildTemplate);
        if (template == BuildTemplate.CRAN_V1) {
            CranOpts options = packages.cran();
            List<String> commands = PackageRules.commands("packages.cranOpts.commands", options.commands());
            CranV1 cran = CranV1.of(packages, options);
            return new PackageFiles(text(cran, commands, singularity), null, template);
        }
        CondaPackages conda = CondaPackages.of(packages);
        String text = text(conda(template, conda, packages), commands(template, packages), singularity);
        return new PackageFiles(text, conda.file(), template);
    }

    private static Template conda(BuildTemplate template, CondaPackages conda, Packages packages) {
        return switch (template) {
            case MICROMAMBA_V1 -> MicromambaV1.of(conda, packages.conda());
            case MICROMAMBA_V2 -> MicromambaV2.of(conda, packages.conda());
            case PIXI_V1 -> PixiV1.of(conda, packages.pixi());
            case CRAN_V1 -> throw new IllegalArgumentException("not of Conda: " + template);
        };
    }

    private static List<String> commands(BuildTemplate template, Packages packages) {
        return template == BuildTemplate.PIXI_V1
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
