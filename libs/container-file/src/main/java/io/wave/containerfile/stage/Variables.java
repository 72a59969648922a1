package io.wave.containerfile.stage;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The variables at one point of a container file. */
final class Variables {

    private final Map<String, Value> arguments = new HashMap<>();
    private final Map<String, Value> environment = new HashMap<>();
    private final Map<String, Long> lengths = new HashMap<>();
    private final boolean complete;
    private long totalLength;

    /**
     * No variables.
     *
     * @param complete whether a variable that is not set here is not set at all
     */
    Variables(boolean complete) {
        this.complete = complete;
    }

    void argument(String name, Value value) {
        arguments.put(name, value);
    }

    /** Overrides an argument of the same name. */
    void environment(String name, Value value) {
        environment.put(name, value);
    }

    /** Takes the lengths, but not the values, of the variables of an earlier stage. */
    void inheritLengths(Variables stage) {
        stage.lengths.forEach(this::length);
    }

    /** Sets the maximum length that a value can have. */
    void length(String name, long length) {
        @Nullable Long before = lengths.put(name, length);
        totalLength += length - (before == null ? 0 : before);
    }

    /** The maximum length of a value; 1 for variables that the file does not set. */
    long length(String name) {
        return lengths.getOrDefault(name, 1L);
    }

    /** The sum of all lengths. */
    long totalLength() {
        return totalLength;
    }

    /** The value of an argument, if set. */
    Optional<Value> argument(String name) {
        return Optional.ofNullable(arguments.get(name));
    }

    /** The value of a variable; empty if it is known not to be set. */
    Optional<Value> get(String name) {
        @Nullable Value value = environment.getOrDefault(name, arguments.get(name));
        if (value != null || complete) {
            return Optional.ofNullable(value);
        }
        return Optional.of(new Value.Unknown("$" + name, "the variable %s is not set in the file".formatted(name)));
    }
}
