package io.wave.containerfile.instruction;

/**
 * A here-document: text after an instruction, up to a line with its name.
 *
 * @param name name of the document
 * @param expands whether variables are expanded: the name is not quoted
 * @param content content
 */
public record HereDocument(String name, boolean expands, String content) {}
