package io.wave.api.containerfile.template;

import io.wave.api.containerfile.packages.PackageRules;
import io.wave.api.containerfile.packages.PixiOpts;
import io.wave.api.web.problem.ApiException;
import java.util.ArrayList;
import java.util.List;

/**
 * Template {@code conda/pixi:v1}: creates a pixi project from the Conda file; the final image contains the default
 * environment and a hook that activates it. For Singularity there is a single stage, of the pixi image.
 *
 * @param image pixi image
 * @param baseImage base image of the final stage
 * @param basePackages packages that are always installed
 */
record PixiV1(String image, String baseImage, List<String> basePackages) implements Template {

    static PixiV1 of(CondaPackages packages, PixiOpts options) {
        if (packages.isList()) {
            throw ApiException.invalid("packages.environment", "must not be a lock file with template conda/pixi:v1");
        }
        if (!packages.isFile()) {
            throw ApiException.invalid("packages.entries", "must not contain a lock file with template conda/pixi:v1");
        }
        return new PixiV1(
                PackageRules.image(
                        "packages.pixiOpts.pixiImage",
                        options.pixiImage(),
                        "public.cr.seqera.io/wave/pixi:0.61.0-noble"),
                PackageRules.image("packages.pixiOpts.baseImage", options.baseImage(), "ubuntu:24.04"),
                PackageRules.CONDA_PACKAGE.words("packages.pixiOpts.basePackages", options.basePackages()));
    }

    @Override
    public String docker() {
        return """
                FROM %s AS wave_build
                COPY conda.yml /opt/wave/conda.yml
                WORKDIR /opt/wave
                %s

                FROM %s AS wave_final
                COPY --from=wave_build /opt/wave/.pixi/envs/default /opt/wave/.pixi/envs/default
                COPY --from=wave_build /shell-hook.sh /shell-hook.sh
                USER root
                ENV USER=root
                ENTRYPOINT ["/bin/bash", "/shell-hook.sh"]
                CMD ["/bin/bash"]
                """.formatted(
                        image,
                        steps().add("echo 'exec \"$@\"' >> /shell-hook.sh")
                                .showLock("/opt/wave/pixi.lock")
                                .run(),
                        baseImage);
    }

    @Override
    public String singularity() {
        return SingularityDefinition.of(
                image,
                "%files\n    {{wave_context_dir}}/conda.yml /opt/wave/conda.yml\n",
                steps().showLock("/opt/wave/pixi.lock"),
                ". /shell-hook.sh");
    }

    private ShellSteps steps() {
        List<String> added = new ArrayList<>(List.of("conda-forge::which"));
        added.addAll(basePackages);
        return new ShellSteps()
                .add("cd /opt/wave")
                .add("pixi init --import /opt/wave/conda.yml")
                .add("pixi add " + ShellSteps.quoted(added))
                .add("pixi shell-hook > /shell-hook.sh");
    }
}
