package io.wave.containerfile.syntax;

/** A text that cannot be read as a container file. The message is a rule for the user, to be put after the field's name. */
public final class InvalidContainerFileException extends RuntimeException {

    public InvalidContainerFileException(String rule) {
        super(rule);
    }

    public InvalidContainerFileException(int line, String rule) {
        super("line %d: %s".formatted(line, rule));
    }

    /** The rule that the text breaks. */
    public String rule() {
        return String.valueOf(getMessage());
    }
}
