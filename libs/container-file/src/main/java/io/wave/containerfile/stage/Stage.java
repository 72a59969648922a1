package io.wave.containerfile.stage;

import io.wave.containerfile.instruction.Instruction;
import java.util.List;
import java.util.Optional;

/**
 * A stage of a container file.
 *
 * @param index index, from 0
 * @param name name in lower case, if any
 * @param from instruction that starts the stage
 * @param base base of the stage
 * @param platform value of {@code --platform}, if given
 * @param instructions following instructions in order
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

    /** The base of a stage. */
    public sealed interface Base {

        /** An image. */
        record Image(Value name) implements Base {}

        /** An earlier stage. */
        record Earlier(int index) implements Base {}

        /** Nothing. */
        record Scratch() implements Base {}
    }
}
