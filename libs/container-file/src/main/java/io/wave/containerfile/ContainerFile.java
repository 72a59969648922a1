package io.wave.containerfile;

import io.wave.containerfile.instruction.Instruction;
import io.wave.containerfile.instruction.InstructionReader;
import io.wave.containerfile.stage.Source;
import io.wave.containerfile.stage.Stage;
import io.wave.containerfile.stage.StageReader;
import io.wave.containerfile.stage.Value;
import io.wave.containerfile.stage.VariableSource;
import io.wave.containerfile.syntax.Dialect;
import io.wave.containerfile.syntax.Directives;
import io.wave.containerfile.syntax.InvalidContainerFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A container file (Dockerfile). Parsing takes linear time and does not fail for most errors that a builder reports: invalid
 * instructions have no sources.
 */
public final class ContainerFile {

    /** Maximum number of characters. */
    public static final int MAX_LENGTH = 4 * 1024 * 1024;

    private final List<Instruction> instructions;
    private final Directives directives;

    private ContainerFile(List<Instruction> instructions, Directives directives) {
        this.instructions = instructions;
        this.directives = directives;
    }

    /**
     * Parses a file.
     *
     * @throws InvalidContainerFileException if the file is too long, or has too many instructions or flags
     */
    public static ContainerFile parse(String text, Dialect dialect) {
        if (text.length() > MAX_LENGTH) {
            throw new InvalidContainerFileException("must not be longer than %d characters".formatted(MAX_LENGTH));
        }
        InstructionReader reader = new InstructionReader(text, dialect);
        List<Instruction> instructions = reader.read();
        return new ContainerFile(List.copyOf(instructions), reader.directives());
    }

    /** The instructions in order. */
    public List<Instruction> instructions() {
        return instructions;
    }

    /** The escape character: a backslash, or a backtick if a parser directive sets it. */
    public char escape() {
        return directives.escape();
    }

    /** The image of the frontend in a {@code # syntax=} line. */
    public Optional<String> syntax() {
        return directives.syntax();
    }

    /**
     * The stages in order.
     *
     * @param predefined arguments that the builder sets, such as {@code TARGETARCH}
     */
    public List<Stage> stages(Map<String, String> predefined) {
        return read(predefined).stages();
    }

    /**
     * The image that the last stage starts from, directly or through earlier stages; empty if there is none, or if only the
     * builder knows it.
     *
     * @param predefined arguments that the builder sets, such as {@code TARGETARCH}
     */
    public Optional<String> baseImage(Map<String, String> predefined) {
        List<Stage> stages = stages(predefined);
        Optional<Stage> stage = stages.isEmpty() ? Optional.empty() : Optional.of(stages.getLast());
        // A stage starts from earlier ones only.
        while (stage.isPresent() && stage.get().base() instanceof Stage.Base.Earlier(var index)) {
            stage = Optional.of(stages.get(index));
        }
        return stage.map(Stage::base)
                .filter(base -> base instanceof Stage.Base.Image(Value.Known(var name)) && !name.isEmpty())
                .map(base -> ((Value.Known) ((Stage.Base.Image) base).name()).text());
    }

    /**
     * The sources that a builder downloads, in order: images other than stages of the file, and sources of {@code ADD}. An {@code
     * ONBUILD} instruction counts like the instruction in it.
     *
     * @param predefined arguments that the builder sets, such as {@code TARGETARCH}
     */
    public List<Source> sources(Map<String, String> predefined) {
        List<Source> sources = new ArrayList<>();
        syntax().map(image -> new Source.Image(1, "# syntax", new Value.Known(image), Optional.empty()))
                .ifPresent(sources::add);
        sources.addAll(read(predefined).sources());
        return sources;
    }

    /**
     * The values of {@code COPY --from} and {@code RUN --mount=from} that have variables, in order.
     *
     * @param predefined arguments that the builder sets, such as {@code TARGETARCH}
     */
    public List<VariableSource> variableSources(Map<String, String> predefined) {
        return read(predefined).variableSources();
    }

    private StageReader read(Map<String, String> predefined) {
        return new StageReader(escape(), predefined).read(instructions);
    }
}
