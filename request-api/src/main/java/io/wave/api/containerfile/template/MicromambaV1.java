package io.wave.api.containerfile.template;

import io.wave.api.containerfile.packages.CondaOpts;
import io.wave.api.containerfile.packages.PackageRules;
import java.util.List;

/**
 * Template {@code conda/micromamba:v1}: a single stage; packages are installed into the environment {@code base} of the
 * micromamba image.
 *
 * @param packages packages to install
 * @param image micromamba image
 * @param basePackages packages that are always installed
 */
record MicromambaV1(CondaPackages packages, String image, List<String> basePackages) implements Template {

    static MicromambaV1 of(CondaPackages packages, CondaOpts options) {
        return new MicromambaV1(
                packages,
                PackageRules.image("packages.condaOpts.mambaImage", options.mambaImage(), CondaOpts.MAMBA_V1),
                PackageRules.CONDA_PACKAGE.words("packages.condaOpts.basePackages", options.basePackages()));
    }

    @Override
    public String docker() {
        return """
                FROM %s
                COPY --chown=$MAMBA_USER:$MAMBA_USER conda.yml %s
                %s
                USER root
                ENV PATH="$MAMBA_ROOT_PREFIX/bin:$PATH"
                """.formatted(
                image, packages.fileIn("/tmp"), steps(new ShellSteps(), "/tmp").run());
    }

    @Override
    public String singularity() {
        return SingularityDefinition.of(
                image,
                packages.singularityFiles(),
                steps(new ShellSteps().add("export MAMBA_ROOT_PREFIX=/opt/conda"), "/scratch"),
                "export MAMBA_ROOT_PREFIX=/opt/conda",
                "export PATH=\"$MAMBA_ROOT_PREFIX/bin:$PATH\"");
    }

    private ShellSteps steps(ShellSteps first, String folder) {
        return packages.withPipPackages(first.add("micromamba install -y -n base " + packages.arguments(folder)))
                .addIf(!basePackages.isEmpty(), "micromamba install -y -n base " + ShellSteps.quoted(basePackages))
                .showCondaLock()
                .add("micromamba clean -a -y");
    }
}
