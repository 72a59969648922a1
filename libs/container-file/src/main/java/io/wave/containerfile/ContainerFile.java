package io.wave.containerfile;

import io.wave.containerfile.instruction.Instruction;
import io.wave.containerfile.instruction.InstructionReader;
import io.wave.containerfile.stage.Source;
import io.wave.containerfile.stage.Stage;
import io.wave.containerfile.stage.StageReader;
import io.wave.containerfile.stage.Value;
import io.wave.containerfile.syntax.Dialect;
import io.wave.containerfile.syntax.Directives;
import io.wave.containerfile.syntax.InvalidContainerFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A container file in Docker's language. Reading takes time in proportion to the length and never fails for what a
 * builder would refuse: what makes no sense names nothing.
 */
public final class ContainerFile {

    /** The most characters that are read. */
    public static final int MAX_LENGTH = 4 * 1024 * 1024;

    private final List<Instruction> instructions;
    private final Directives directives;

    private ContainerFile(List<Instruction> instructions, Directives directives) {
        this.instructions = instructions;
        this.directives = directives;
    }

    /**
     * Reads a file.
     *
     * @throws InvalidContainerFileException if it is too long, or has too many instructions or flags
     */
    public static ContainerFile parse(String text, Dialect dialect) {
        if (text.length() > MAX_LENGTH) {
            throw new InvalidContainerFileException("must not be longer than %d characters".formatted(MAX_LENGTH));
        }
        InstructionReader reader = new InstructionReader(text, dialect);
        List<Instruction> instructions = reader.read();
        return new ContainerFile(List.copyOf(instructions), reader.directives());
    }

    /** Its instructions in their order. */
    public List<Instruction> instructions() {
        return instructions;
    }

    /** The character that escapes others and continues lines: a backslash, or a backtick where a directive says so. */
    public char escape() {
        return directives.escape();
    }

    /**
     * Its stages in their order.
     *
     * @param predefined arguments that the builder sets, such as {@code TARGETARCH}
     */
    public List<Stage> stages(Map<String, String> predefined) {
        return read(predefined).stages();
    }

    /**
     * What it makes a builder fetch, in the order of the lines: images that are no stages of its own, and what
     * {@code ADD} names. {@code ONBUILD} counts like the instruction that it keeps.
     *
     * @param predefined arguments that the builder sets, such as {@code TARGETARCH}
     */
    public List<Source> sources(Map<String, String> predefined) {
        List<Source> sources = new ArrayList<>();
        directives
                .syntax()
                .map(image -> new Source.Image(1, "# syntax", new Value.Known(image), Optional.empty()))
                .ifPresent(sources::add);
        sources.addAll(read(predefined).sources());
        return sources;
    }

    private StageReader read(Map<String, String> predefined) {
        return new StageReader(escape(), predefined).read(instructions);
    }
}
