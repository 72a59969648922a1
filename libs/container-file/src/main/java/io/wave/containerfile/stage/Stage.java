package io.wave.containerfile.stage;

import io.wave.containerfile.instruction.Instruction;
import java.util.List;
import java.util.Optional;

/**
 * A stage of a container file.
 *
 * @param index its number, from 0
 * @param name its name in lower case, where it has one
 * @param from the instruction that begins it
 * @param base what it starts from
 * @param platform what {@code --platform} says, where that is given
 * @param instructions those that follow, in their order
 */
public record Stage(
        int index,
        Optional<String> name,
        Instruction from,
        Base base,
        Optional<Value> platform,
        List<Instruction> instructions) {

    public Stage {
        instructions = List.copyOf(instructions);
    }

    /** What a stage starts from. */
    public sealed interface Base {

        /** An image. */
        record Image(Value name) implements Base {}

        /** A stage before it. */
        record Earlier(int index) implements Base {}

        /** Nothing. */
        record Scratch() implements Base {}
    }
}
