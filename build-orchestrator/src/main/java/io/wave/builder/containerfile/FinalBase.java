package io.wave.builder.containerfile;

import io.wave.build.BuildSpec;
import io.wave.containerfile.ContainerFile;
import io.wave.containerfile.stage.Stage;
import io.wave.containerfile.stage.Value;
import io.wave.containerfile.syntax.Dialect;
import io.wave.image.ImageReference;
import java.util.List;
import java.util.Optional;

/** The base image of the last stage of a container file, whose layers are the first layers of the built image. */
public final class FinalBase {

    private FinalBase() {}

    /** The image; empty for {@code scratch} and for names that are not known before the build. */
    public static Optional<ImageReference> of(BuildSpec spec) {
        List<Stage> stages = ContainerFile.parse(spec.containerFile(), Dialect.BUILDKIT)
                .stages(PlatformArguments.of(spec.platform()));
        return stages.isEmpty() ? Optional.empty() : of(stages, stages.getLast());
    }

    private static Optional<ImageReference> of(List<Stage> stages, Stage stage) {
        return switch (stage.base()) {
            case Stage.Base.Scratch _ -> Optional.empty();
            case Stage.Base.Earlier(int index) -> of(stages, stages.get(index));
            case Stage.Base.Image(Value.Unknown _) -> Optional.empty();
            case Stage.Base.Image(Value.Known(String name)) -> NamedImages.parsed(name);
        };
    }
}
