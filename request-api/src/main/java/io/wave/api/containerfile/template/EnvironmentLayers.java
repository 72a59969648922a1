package io.wave.api.containerfile.template;

import io.wave.resource.BundledFile;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The instructions that copy a Conda environment to the final stage in up to 32 layers, which builders and engines process
 * in parallel. A script in the build stage moves the files of packages to one folder per layer.
 *
 * @param environment path of the environment
 */
record EnvironmentLayers(String environment) {

    /** Layers, as in the script. The last one has the files that belong to no package. */
    private static final int LAYERS = 32;

    private static final String SCRIPT = script();

    /** The instruction that creates the script, in the build stage. */
    String script(String delimiter) {
        return "COPY <<'%1$s' /tmp/layers.sh\n%2$s%1$s\n".formatted(delimiter, SCRIPT);
    }

    /** Commands to run before packages are installed. Compiled Python files do not depend on the time of the build. */
    ShellSteps begin(ShellSteps steps) {
        return steps.add("start=$(date +%s)", "export SOURCE_DATE_EPOCH=315532800");
    }

    /** Commands to run at the end of the build stage: afterwards, the environment is incomplete in this stage. */
    ShellSteps end(ShellSteps steps) {
        return steps.add("sh /tmp/layers.sh %s /layers \"$start\"".formatted(environment));
    }

    /** The instructions of the final stage. The rest comes last, since it differs between builds of equal packages. */
    String copies(String stage) {
        return IntStream.rangeClosed(1, LAYERS)
                .mapToObj(layer -> "COPY --link --from=%s /layers/%02d/ /\n".formatted(stage, layer))
                .collect(Collectors.joining());
    }

    private static String script() {
        return BundledFile.text(EnvironmentLayers.class, "layers.sh");
    }
}
