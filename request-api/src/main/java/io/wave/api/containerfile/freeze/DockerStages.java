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

/** The stages of a Docker container file, as far as they tell its entrypoint. */
record DockerStages(List<Stage> stages) {

    static DockerStages of(String containerFile, Platform platform) {
        return new DockerStages(
                ContainerFile.parse(containerFile, Dialect.BUILDKIT).stages(BuildArguments.of(platform)));
    }

    /** Read from the end: an entrypoint that is set, or the image that the last stage starts from. */
    EntrySource entrySource() {
        return stages.isEmpty() ? new EntrySource.None() : of(stages.getLast());
    }

    private EntrySource of(Stage last) {
        Stage stage = last;
        while (true) {
            Optional<EntrySource> own = stage.instructions().reversed().stream()
                    .filter(instruction -> instruction.is("ENTRYPOINT")
                            && !instruction.arguments().isEmpty())
                    .findFirst()
                    .map(Instruction::command)
                    .map(EntrySource.Own::new);
            if (own.isPresent()) {
                return own.get();
            }
            if (!(stage.base() instanceof Stage.Base.Earlier(var index))) {
                return inherited(stage);
            }
            stage = stages.get(index);
        }
    }

    private static EntrySource inherited(Stage stage) {
        return stage.base() instanceof Stage.Base.Image(Value.Known(var image)) && !image.isEmpty()
                ? new EntrySource.Inherited(image, stage.platform().flatMap(DockerStages::platform))
                : new EntrySource.None();
    }

    private static Optional<Platform> platform(Value value) {
        try {
            return value instanceof Value.Known(var text) ? Optional.of(Platform.parse(text)) : Optional.empty();
        } catch (IllegalArgumentException forTheBuilderToRefuse) {
            return Optional.empty();
        }
    }
}
