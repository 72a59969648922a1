package io.wave.api.containerfile.template;

import io.wave.api.containerfile.packages.CondaOpts;
import io.wave.api.containerfile.packages.PackageRules;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Template {@code conda/micromamba:v2}: packages are installed in a stage of the micromamba image and copied to the
 * base image, without the tool. For Singularity there is a single stage, of the micromamba image. Template {@code
 * conda/micromamba:v2-fast} copies them in several layers, and is not for Singularity.
 *
 * @param packages packages to install
 * @param image micromamba image
 * @param baseImage base image of the final stage
 * @param basePackages packages that are always installed
 * @param layered whether the packages are copied in several layers
 */
record MicromambaV2(CondaPackages packages, String image, String baseImage, List<String> basePackages, boolean layered)
        implements Template {

    private static final EnvironmentLayers LAYERS = new EnvironmentLayers("/opt/conda");
    private static final String MAMBA_V2 = "mambaorg/micromamba:2-amazon2023";
    /** Clients send the image of version 1 by default. */
    private static final Pattern OLD_IMAGE = Pattern.compile("micromamba:1[.-]");

    static MicromambaV2 of(CondaPackages packages, CondaOpts options, boolean layered) {
        String image = PackageRules.image("packages.condaOpts.mambaImage", options.mambaImage(), MAMBA_V2);
        return new MicromambaV2(
                packages,
                OLD_IMAGE.matcher(image).find() ? MAMBA_V2 : image,
                PackageRules.image("packages.condaOpts.baseImage", options.baseImage(), "ubuntu:24.04"),
                PackageRules.CONDA_PACKAGE.words("packages.condaOpts.basePackages", options.basePackages()),
                layered);
    }

    @Override
    public String docker() {
        return """
                FROM %s AS wave_build
                USER root
                ENV MAMBA_ROOT_PREFIX=/opt/conda
                COPY conda.yml %s
                %s%s

                FROM %s AS wave_final
                %sUSER root
                ENV MAMBA_ROOT_PREFIX=/opt/conda
                ENV PATH="/opt/conda/bin:$PATH"
                """.formatted(
                        image,
                        packages.fileIn("/tmp"),
                        layered ? LAYERS.script("END_OF_SCRIPT") : "",
                        layered
                                ? LAYERS.end(steps(LAYERS.begin(new ShellSteps()), "/tmp")
                                                .add("rm -rf /opt/conda/pkgs"))
                                        .run()
                                : steps(new ShellSteps(), "/tmp").run(),
                        baseImage,
                        layered ? LAYERS.copies("wave_build") : "COPY --from=wave_build /opt/conda /opt/conda\n");
    }

    @Override
    public String singularity() {
        return SingularityDefinition.of(
                image,
                packages.singularityFiles(),
                steps(new ShellSteps(), "/scratch"),
                "export MAMBA_ROOT_PREFIX=/opt/conda",
                "export PATH=\"/opt/conda/bin:$PATH\"");
    }

    /** Post-install scripts need {@code which}, which is missing in the image. */
    private ShellSteps steps(ShellSteps first, String folder) {
        String install = "micromamba install -y -n base " + packages.arguments(folder);
        ShellSteps installed = first.add("export MAMBA_ROOT_PREFIX=/opt/conda")
                .add("micromamba install -y -n base conda-forge::which")
                .add("{ [ -e /usr/bin/which ] || ln -s /opt/conda/bin/which /usr/bin/which; }")
                .add("""
                        if %1$s > /tmp/mamba.log 2>&1; then cat /tmp/mamba.log;
                        elif cat /tmp/mamba.log >&2 && grep -q __cuda /tmp/mamba.log; then CONDA_OVERRIDE_CUDA=99 %1$s;
                        else exit 1; fi""".formatted(install));
        return packages.withPipPackages(installed)
                .addIf(!basePackages.isEmpty(), "micromamba install -y -n base " + ShellSteps.quoted(basePackages))
                .add("micromamba clean -a -y")
                .showCondaLock();
    }
}
