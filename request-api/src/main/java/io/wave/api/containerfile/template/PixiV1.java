package io.wave.api.containerfile.template;

import io.wave.api.containerfile.packages.PackageRules;
import io.wave.api.containerfile.packages.PixiOpts;
import io.wave.api.web.problem.ApiException;
import java.util.ArrayList;
import java.util.List;

/**
 * Template {@code conda/pixi:v1}: creates a pixi project from the Conda file; the final image contains the default
 * environment and a hook that activates it. For Singularity there is a single stage, of the pixi image. Template {@code
 * conda/pixi:v1-fast} copies the environment in several layers, and is not for Singularity.
 *
 * @param image pixi image
 * @param baseImage base image of the final stage
 * @param basePackages packages that are always installed
 * @param layered whether the environment is copied in several layers
 */
record PixiV1(String image, String baseImage, List<String> basePackages, boolean layered) implements Template {

    private static final String ENVIRONMENT = "/opt/wave/.pixi/envs/default";
    private static final EnvironmentLayers LAYERS = new EnvironmentLayers(ENVIRONMENT);

    static PixiV1 of(CondaPackages packages, PixiOpts options, boolean layered) {
        if (packages.isList()) {
            throw ApiException.invalid("packages", "must not be a lock file with a template of pixi");
        }
        return new PixiV1(
                PackageRules.image(
                        "packages.pixiOpts.pixiImage",
                        options.pixiImage(),
                        "public.cr.seqera.io/wave/pixi:0.61.0-noble"),
                PackageRules.image("packages.pixiOpts.baseImage", options.baseImage(), "ubuntu:24.04"),
                PackageRules.CONDA_PACKAGE.words("packages.pixiOpts.basePackages", options.basePackages()),
                layered);
    }

    @Override
    public String docker() {
        return """
                FROM %s AS wave_build
                COPY conda.yml /opt/wave/conda.yml
                %sWORKDIR /opt/wave
                %s

                FROM %s AS wave_final
                %sCOPY --from=wave_build /shell-hook.sh /shell-hook.sh
                USER root
                ENV USER=root
                ENTRYPOINT ["/bin/bash", "/shell-hook.sh"]
                CMD ["/bin/bash"]
                """.formatted(
                image,
                layered ? LAYERS.script("END_OF_SCRIPT") : "",
                layered
                        ? LAYERS.end(stage(LAYERS.begin(new ShellSteps()))).run()
                        : stage(new ShellSteps()).run(),
                baseImage,
                layered ? LAYERS.copies("wave_build") : "COPY --from=wave_build %1$s %1$s\n".formatted(ENVIRONMENT));
    }

    @Override
    public String singularity() {
        return SingularityDefinition.of(
                image,
                "%files\n    {{wave_context_dir}}/conda.yml /opt/wave/conda.yml\n",
                steps(new ShellSteps()).showLock("/opt/wave/pixi.lock"),
                ". /shell-hook.sh");
    }

    private ShellSteps stage(ShellSteps first) {
        return steps(first).add("echo 'exec \"$@\"' >> /shell-hook.sh").showLock("/opt/wave/pixi.lock");
    }

    private ShellSteps steps(ShellSteps first) {
        List<String> added = new ArrayList<>(List.of("conda-forge::which"));
        added.addAll(basePackages);
        return first.add("cd /opt/wave")
                .add("pixi init --import /opt/wave/conda.yml")
                .add("pixi add " + ShellSteps.quoted(added))
                .add("pixi shell-hook > /shell-hook.sh");
    }
}
