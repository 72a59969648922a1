package io.wave.builder.containerfile;

import io.wave.build.BuildSpec;
import io.wave.containerfile.ContainerFile;
import io.wave.containerfile.instruction.Instruction;
import io.wave.containerfile.stage.Stage;
import io.wave.containerfile.syntax.Dialect;
import java.util.List;
import java.util.Set;

/**
 * Whether the layers of an image have the same timestamps whenever it is built. The fast build templates set the times of all
 * files and folders that they copy, so the builder need not rewrite, and compress again, their layers.
 */
public final class FixedTimestamps {

    private static final String FAST = "-fast";

    /** The instructions that change the configuration only. */
    private static final Set<String> CONFIGURATION = Set.of(
            "ARG",
            "CMD",
            "ENTRYPOINT",
            "ENV",
            "EXPOSE",
            "HEALTHCHECK",
            "LABEL",
            "MAINTAINER",
            "ONBUILD",
            "SHELL",
            "STOPSIGNAL",
            "USER",
            "VOLUME");

    private FixedTimestamps() {}

    /** Returns false for images with other layers, such as those that a user has added to the template. */
    public static boolean in(BuildSpec spec) {
        String template = spec.buildTemplate();
        if (template == null || !template.endsWith(FAST)) {
            return false;
        }
        List<Stage> stages = ContainerFile.parse(spec.containerFile(), Dialect.BUILDKIT)
                .stages(PlatformArguments.of(spec.platform()));
        return !stages.isEmpty()
                && !(stages.getLast().base() instanceof Stage.Base.Earlier)
                && stages.getLast().instructions().stream().allMatch(FixedTimestamps::isFixed);
    }

    private static boolean isFixed(Instruction instruction) {
        return CONFIGURATION.contains(instruction.keyword())
                || (instruction.is("COPY")
                        && instruction.flags().contains("--link")
                        && instruction.flags().stream().anyMatch(flag -> flag.startsWith("--from=")));
    }
}
