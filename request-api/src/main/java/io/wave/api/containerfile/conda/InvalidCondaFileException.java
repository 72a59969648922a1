package io.wave.api.containerfile.conda;

/** A text that is no Conda file. The message is a rule for the user, to be put after the field's name. */
public final class InvalidCondaFileException extends RuntimeException {

    InvalidCondaFileException(String rule) {
        super(rule);
    }

    /** The rule that the text breaks. */
    public String rule() {
        return String.valueOf(getMessage());
    }
}
