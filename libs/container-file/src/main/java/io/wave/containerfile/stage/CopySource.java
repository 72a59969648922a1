package io.wave.containerfile.stage;

/**
 * The value of {@code COPY --from} where it has variables.
 *
 * @param line number of the first line of the instruction
 * @param written value as in the file, without quotes
 * @param name value with variables expanded
 */
public record CopySource(int line, String written, Value name) {}
