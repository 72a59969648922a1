package io.wave.api.containerfile.freeze;

import io.wave.api.containerfile.BuildArguments;
import io.wave.containerfile.ContainerFile;
import io.wave.containerfile.instruction.Instruction;
import io.wave.containerfile.stage.Stage;
import io.wave.containerfile.stage.Value;
import io.wave.containerfile.syntax.Dialect;
import io.wave.image.Platform;
import java.util.List;
import java.util.Optional;

/** The stages of a Dockerfile, to determine its entrypoint. */
record DockerStages(List<Stage> stages) {

    static DockerStages of(String containerFile, Platform platform) {
        return new DockerStages(
                ContainerFile.parse(containerFile, Dialect.BUILDKIT).stages(BuildArguments.of(platform)));
    }

    /** Searches backwards for an entrypoint or the base image of the last stage. */
    EntrypointSource entrySource() {
        return stages.isEmpty() ? new EntrypointSource.None() : of(stages.getLast());
    }

    private EntrypointSource of(Stage last) {
        Stage stage = last;
        while (true) {
            Optional<EntrypointSource> own = stage.instructions().reversed().stream()
                    .filter(instruction -> instruction.is("ENTRYPOINT")
                            && !instruction.arguments().isEmpty())
                    .findFirst()
                    .map(Instruction::command)
                    .map(EntrypointSource.Own::new);
            if (own.isPresent()) {
                return own.get();
            }
            if (!(stage.base() instanceof Stage.Base.Earlier(var index))) {
                return inherited(stage);
            }
            stage = stages.get(index);
        }
    }

    private static EntrypointSource inherited(Stage stage) {
        return stage.base() instanceof Stage.Base.Image(Value.Known(var image)) && !image.isEmpty()
                ? new EntrypointSource.Inherited(image, stage.platform().flatMap(DockerStages::platform))
                : new EntrypointSource.None();
    }

    private static Optional<Platform> platform(Value value) {
        try {
            return value instanceof Value.Known(var text) ? Optional.of(Platform.parse(text)) : Optional.empty();
        } catch (IllegalArgumentException forTheBuilderToRefuse) {
            return Optional.empty();
        }
    }
}
