package io.wave.api.containerfile.conda;

/** A text that is not a Conda environment file. The message is a rule, to be appended to the field name. */
public final class InvalidCondaFileException extends RuntimeException {

    InvalidCondaFileException(String rule) {
        super(rule);
    }

    /** The violated rule. */
    public String rule() {
        return String.valueOf(getMessage());
    }
}
