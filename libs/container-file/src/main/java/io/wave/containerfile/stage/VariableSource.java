package io.wave.containerfile.stage;

/**
 * The value of {@code COPY --from} or of {@code from} in {@code RUN --mount} where it has variables.
 *
 * @param line number of the first line of the instruction
 * @param option the option up to its value: {@code --from=} or {@code from=}
 * @param written value as in the file, without quotes
 * @param name value with variables expanded
 */
public record VariableSource(int line, String option, String written, Value name) {

    /** Whether it is the value of an option of a {@code --mount} flag. */
    public boolean isOfMount() {
        return !option.startsWith("-");
    }
}
