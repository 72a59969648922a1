package io.wave.containerfile.instruction;

/**
 * A here-document: text that follows an instruction, up to a line that holds its name alone.
 *
 * @param name its name
 * @param expands whether variables in it are replaced: the name is not quoted
 * @param content its lines
 */
public record HereDocument(String name, boolean expands, String content) {}
