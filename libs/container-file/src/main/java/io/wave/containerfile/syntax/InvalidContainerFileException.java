package io.wave.containerfile.syntax;

/** A text is not a valid container file. The message is a rule for the user, to be put after the name of the field. */
public final class InvalidContainerFileException extends RuntimeException {

    public InvalidContainerFileException(String rule) {
        super(rule);
    }

    public InvalidContainerFileException(int line, String rule) {
        super("line %d: %s".formatted(line, rule));
    }

    /** The rule that the text violates. */
    public String rule() {
        return String.valueOf(getMessage());
    }
}
