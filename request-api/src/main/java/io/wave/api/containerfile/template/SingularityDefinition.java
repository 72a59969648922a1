package io.wave.api.containerfile.template;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Writes Singularity definition files. */
final class SingularityDefinition {

    private SingularityDefinition() {}

    /**
     * The definition file of an image that is installed in a single stage.
     *
     * @param files the section that copies files, or empty
     * @param environment the commands of the section {@code %environment}
     */
    static String of(String image, String files, ShellSteps steps, String... environment) {
        return """
                BootStrap: docker
                From: %s
                %s%s
                %%environment
                %s
                """.formatted(
                        image,
                        files,
                        steps.post(),
                        Arrays.stream(environment).map("    "::concat).collect(Collectors.joining("\n")));
    }
}
